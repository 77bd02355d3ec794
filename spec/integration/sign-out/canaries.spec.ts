import { inspect } from 'node:util';
import type { Fault, OperationName } from '../../../src/emulator';
import { withLogging } from '../../../src/logging';
import { begun, clientOf, errorOf, PASSWORD, setUp, signIn, stopAll } from './fixture';
import type { Stage } from './fixture';

const OPERATIONS: readonly OperationName[] = [
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'GlobalSignOut',
  'RevokeToken',
];

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['no fault', {}],
  ['500', { error: 'InternalErrorException' }],
  ['a refusal', { error: 'NotAuthorizedException' }],
  ['a dropped socket', { dropSocket: 'afterEffect' }],
  ['half an answer', { truncatedJson: true }],
  ['a gateway', { html502: true }],
];

/** What a text must be long enough for to be a secret, and not a word. */
const SECRET_MIN_LENGTH = 6;
const CANARY = 'canary-4f9d1c';

const USER = {
  username: 'ada',
  password: PASSWORD,
  attributes: { phone_number: '+491701234567', phone_number_verified: 'true' },
  mfa: { enabled: ['SMS_MFA'] as const, preferred: 'SMS_MFA' as const },
};

/** Everything in a request that is nobody's business: all values but names and ids. */
const secretsIn = (value: unknown, name = ''): readonly string[] => {
  if (typeof value === 'string') {
    const isSecret = /token|password|session|code|srp_a|secret|signature/i.test(name);
    return isSecret && value.length >= SECRET_MIN_LENGTH ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => secretsIn(member, key));
};

/** An object with streams in it has circles, and no JSON. */
const jsonOf = (value: unknown): string => {
  const above = new Set<unknown>();
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'object' && member !== null && above.has(member)) return undefined;
    above.add(member);
    return member;
  });
};

/** What an object shows of itself, in every way that a log may ask for. */
const shown = (value: unknown): string =>
  [inspect(value, { depth: 12, showHidden: true, getters: false }), jsonOf(value), String(value)].join('\n');

/** Goes through every flow, whatever becomes of each, and returns what callers were given. */
async function everyFlow({ auth, pool, storage, time, ...stage }: Stage): Promise<readonly unknown[]> {
  const seen: unknown[] = [auth, stage.states, stage.events, stage.errors];
  const note = async (flow: Promise<unknown>): Promise<void> => {
    seen.push(await flow.catch((error: unknown) => error));
  };
  await note(begun(auth.signIn$({ username: 'ada', password: CANARY })));
  await note(begun(auth.signIn$({ username: 'ada', password: PASSWORD })));
  await note(begun(auth.confirmSignIn$({ challengeResponse: CANARY })));
  await note(signIn({ auth }));
  await note(begun(auth.confirmSignIn$({ challengeResponse: pool.outbox.latest('ada')?.code ?? '' })));
  await note(begun(auth.tokens$()));
  await note(begun(auth.tokens$({ forceRefresh: true })));
  const { errors, auth: restored } = clientOf(pool, time, { storage });
  seen.push(errors, restored, restored.state);
  await note(begun(auth.signOut$({ globalSignOut: true, remoteTimeoutMs: 100 })));
  await note(errorOf(begun(auth.tokens$())));
  return seen;
}

describe('createAuth', () => {
  afterEach(stopAll);

  it.each(
    OPERATIONS.flatMap((operation) => FAULTS.map(([name, fault]) => [operation, name, fault] as const)),
  )('shows no secret where %s meets %s (R43)', async (operation, _, fault) => {
    const urls: string[] = [];
    const logs = (['log', 'warn', 'error', 'info', 'debug'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(() => undefined),
    );
    const send = globalThis.fetch;
    const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      urls.push((input as Request).url);
      return send(input, init);
    });
    try {
      const stage = await setUp({ pool: { users: [USER] }, auth: { logger: withLogging() } });
      if (Object.keys(fault).length > 0) stage.pool.faults.on(operation, { ...fault, call: 'every' });
      const issued: string[] = [];
      stage.auth.events$.subscribe(() =>
        issued.push(...stage.pool.tokenFamilies().flatMap((it) => it.liveTokens)),
      );
      const seen = await everyFlow(stage);
      const secrets = new Set([
        CANARY,
        PASSWORD,
        ...issued,
        ...stage.pool.requests.list().flatMap(({ body }) => secretsIn(body)),
      ]);
      const text = [...seen.map(shown), ...urls, ...logs.flatMap(({ mock }) => mock.calls.map(shown))].join(
        '\n',
      );
      expect(text).toContain('rx-cognito InitiateAuth');
      expect(secrets.size).toBeGreaterThan(2);
      expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
    } finally {
      [fetched, ...logs].forEach((spy) => {
        spy.mockRestore();
      });
    }
  });
});
