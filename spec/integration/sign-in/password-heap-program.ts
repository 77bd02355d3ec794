import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';
import { firstValueFrom } from 'rxjs';
import { createAuth, createMemoryStorage } from '../../../src';
import type { Auth, SignInInput } from '../../../src';

// Run by itself, with --expose-gc and without the pool, which knows the password as well.

/** How many strings of the heap contain the password, after each way in which a sign-in may stand or end. */
export type PasswordReport = Readonly<
  Record<'held' | 'signedIn' | 'signedInOpenly' | 'refused' | 'challenged' | 'cancelled', number>
>;

const [endpoint = '', userPoolId = '', userPoolClientId = '', encoded = ''] = process.argv.slice(2);

/** Written anew for each use: the engine would keep a literal for ever. */
const password = (): string => Buffer.from(encoded, 'base64').toString();

async function found(): Promise<number> {
  // Promise jobs and sockets of the request before hold on to what they handled until their turn is over.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  globalThis.gc?.();
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer);
  const { strings } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly strings: readonly string[] };
  return strings.filter((text) => text.includes(password())).length;
}

const kept: Auth[] = [];

function signInOf$(input: Omit<SignInInput, 'password'>): ReturnType<Auth['signIn$']> {
  const auth = createAuth({
    userPoolId,
    userPoolClientId,
    userPoolEndpoint: endpoint,
    storage: createMemoryStorage(),
  });
  kept.push(auth);
  return auth.signIn$({ ...input, password: password() });
}

const ended = (input: Omit<SignInInput, 'password'>): Promise<unknown> =>
  firstValueFrom(signInOf$(input)).catch((error: unknown) => error);

async function cancelled(): Promise<void> {
  const subscription = signInOf$({ username: 'ada' }).subscribe();
  await setImmediate();
  subscription.unsubscribe();
  // What is on its way is listened to until it has come.
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function main(): Promise<void> {
  const box: { held: string | undefined } = { held: [password(), randomUUID()].join(' ') };
  const held = await found();
  box.held = undefined;
  const counts: Partial<Record<keyof PasswordReport, number>> = { held };
  await ended({ username: 'ada' });
  counts.signedIn = await found();
  await ended({ username: 'ada', authFlowType: 'USER_PASSWORD_AUTH' });
  counts.signedInOpenly = await found();
  await ended({ username: 'nobody' });
  counts.refused = await found();
  await ended({ username: 'eve' });
  counts.challenged = await found();
  await cancelled();
  counts.cancelled = await found();
  const states = kept.map(({ state }) => state.status);
  process.stdout.write(JSON.stringify({ counts, states }));
  kept.forEach((auth) => {
    auth.destroy();
  });
}

void main();
