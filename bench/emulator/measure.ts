import { call, USER, type Server } from './servers';

const IN_FLIGHT = 8;

/** The tokens of a sign-in. */
interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

async function signIn({ endpoint, clientId }: Server): Promise<Tokens> {
  const { AuthenticationResult } = await call(endpoint, 'InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: USER.username, PASSWORD: USER.password },
  });
  return AuthenticationResult as unknown as Tokens;
}

/** How often something was done in a second, and what the emulator had of the processor for each. */
export interface Rate {
  readonly perSecond: number;
  readonly processorMs: number;
}

/** Does something again and again, some at a time. */
async function rateOf(server: Server, once: () => Promise<unknown>, forMs: number): Promise<Rate> {
  let done = 0;
  const [startedAt, hadMs] = [performance.now(), await server.processorMs()];
  const lane = async () => {
    while (performance.now() - startedAt < forMs) {
      await once();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const perSecond = (1000 * done) / (performance.now() - startedAt);
  return { perSecond, processorMs: ((await server.processorMs()) - hadMs) / done };
}

/** What an emulator does, and at what price. */
export interface Rates {
  readonly signIns: Rate;
  readonly getUsers: Rate;
  readonly refreshes: Rate;
}

/** Measures the rates of one emulator, each for so long. */
export async function ratesOf(server: Server, forMs: number): Promise<Rates> {
  const { endpoint, clientId } = server;
  // The first one makes the keys.
  const { AccessToken, RefreshToken } = await signIn(server);
  const refresh = {
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  };
  return {
    getUsers: await rateOf(server, () => call(endpoint, 'GetUser', { AccessToken }), forMs),
    refreshes: await rateOf(server, () => call(endpoint, 'InitiateAuth', refresh), forMs),
    signIns: await rateOf(server, () => signIn(server), forMs),
  };
}

/** What an emulator holds after so many sign-ins, or after as many as it made in the time. */
export interface Memory {
  readonly beforeMiB: number;
  readonly afterMiB: number;
  readonly signIns: number;
}

/** Measures the memory of an emulator, before and after many sign-ins. */
export async function memoryOf(server: Server, signIns: number, withinMs: number): Promise<Memory> {
  await signIn(server);
  const beforeMiB = await server.residentMiB();
  const startedAt = performance.now();
  let made = 0;
  const lane = async () => {
    while (made < signIns && performance.now() - startedAt < withinMs) {
      made += 1;
      await signIn(server);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return { beforeMiB, afterMiB: await server.residentMiB(), signIns: made };
}
