/**
 * Runs in a process of its own, with `--expose-gc`: thousands of sign-ins and sign-outs over a client that answers at
 * once, and the heap measured between them.
 */
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from '../../src';
import { fakeAnswer, IDENTITY } from '../fakes/fake-tokens';

/** What the program prints, as JSON. */
export interface CyclesReport {
  readonly cycles: number;
  /** Bytes in use after each tenth of the cycles, garbage collected. */
  readonly heap: readonly number[];
  /** How many timers there are while a refresh hangs, and after `destroy()`. */
  readonly timers: { readonly refreshing: number; readonly destroyed: number };
}

const CYCLES = Number(process.argv[2]);
const PARTS = 10;

declare const gc: () => void;

const createClient = (serial = 0): CognitoIdentityProviderClient =>
  ({
    send: (command: { readonly constructor: { readonly name: string } }) => {
      const { name } = command.constructor;
      const isSignIn = name === 'InitiateAuthCommand';
      if (name === 'GetTokensFromRefreshTokenCommand') return new Promise(() => undefined);
      serial += 1;
      const issuedAt = Math.floor(Date.now() / 1000) * 1000;
      return Promise.resolve({
        $metadata: { httpStatusCode: 200 },
        ...(isSignIn ? fakeAnswer({ issuedAt, serial: `${serial}`, refreshToken: `refresh-${serial}` }) : {}),
      });
    },
  }) as unknown as CognitoIdentityProviderClient;

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

async function main(): Promise<void> {
  const auth = createAuth({
    userPoolId: IDENTITY.userPoolId,
    userPoolClientId: IDENTITY.userPoolClientId,
    storage: createMemoryStorage(),
    client: createClient(),
  });
  let events = 0;
  auth.state$.subscribe();
  auth.events$.subscribe(() => (events += 1));
  const cycle = async (): Promise<void> => {
    await firstValueFrom(
      auth.signIn$({ username: 'ada', password: 'x', authFlowType: 'USER_PASSWORD_AUTH' }),
    );
    await firstValueFrom(auth.tokens$());
    const { outcome } = await firstValueFrom(auth.signOut$());
    if (outcome !== 'complete') throw new Error(`A sign-out was ${outcome}.`);
    // Timers that are due get their turn, as they do in a life that is not made of promises only.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const heap: number[] = [];
  while (heap.length < PARTS) {
    for (let done = 0; done < CYCLES / PARTS; done += 1) await cycle();
    gc();
    heap.push(process.memoryUsage().heapUsed);
  }
  if (events !== 2 * CYCLES) throw new Error(`There were ${events} events.`);
  await firstValueFrom(auth.signIn$({ username: 'ada', password: 'x', authFlowType: 'USER_PASSWORD_AUTH' }));
  auth.tokens$({ forceRefresh: true }).subscribe({ error: () => undefined });
  await new Promise((resolve) => setTimeout(resolve));
  const refreshing = timers();
  auth.destroy();
  const report: CyclesReport = { cycles: CYCLES, heap, timers: { refreshing, destroyed: timers() } };
  process.stdout.write(JSON.stringify(report));
}

void main();
