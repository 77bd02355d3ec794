import type { UserPoolOptions } from '../../../src/emulator';
import { ask, type Asked } from '../ask';
import { ALICE, createTestPool, PASSWORD, respond, signIn, submitPassword, type TestPool } from '../fixture';

/**
 * Where a text is known from: D the developer guide and API reference, W traffic and public reports that quote it, U a guess
 * that fits them.
 */
type Source = 'D' | 'W' | 'U';

/** An error that a client can meet: what brings it about, its type, its text, and where the text is known from. */
export interface ErrorText {
  readonly when: string;
  readonly type: string;
  readonly text: string;
  readonly source: Source;
  readonly meet: () => Promise<Asked>;
}

export type Options = Omit<UserPoolOptions, 'clock'>;

export const UNKNOWN = { preventUserExistenceErrors: false };

export const row = (
  when: string,
  type: string,
  text: string,
  source: Source,
  meet: ErrorText['meet'],
): ErrorText => ({ when, type: `${type}Exception`, text, source, meet });

/** Calls an operation as a client does. */
export const call =
  (operation: Parameters<typeof ask>[1], input: object, options: Options = {}, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    await incident(pool);
    return ask(pool, operation, { ClientId: pool.userPoolClientId, UserPoolId: pool.userPoolId, ...input });
  };

/** Calls an operation as alice does, once she is signed in. */
export const asAlice =
  (operation: Parameters<typeof ask>[1], input: object, options: Options = {}, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    const { AccessToken, RefreshToken } = await signIn(pool);
    await incident(pool);
    return ask(pool, operation, {
      AccessToken,
      RefreshToken,
      Token: RefreshToken,
      ClientId: pool.userPoolClientId,
      ...input,
    });
  };

const nothing: (pool: TestPool) => unknown = () => undefined;

export const begin = (AuthFlow: string, parameters: object, options: Options = {}, incident = nothing) =>
  call(
    'InitiateAuth',
    { AuthFlow, AuthParameters: { USERNAME: 'alice', PASSWORD, ...parameters } },
    options,
    incident,
  );

export const signUp = (input: object, options: Options = {}) =>
  call('SignUp', { Username: 'carol', Password: PASSWORD, ...input }, options);

/** Answers the challenge that follows upon alice's password. */
export const answer =
  (responses: Readonly<Record<string, string>>, options: Options, incident = nothing) =>
  async () => {
    const pool = createTestPool(options);
    const challenge = await submitPassword(pool);
    await incident(pool);
    return respond(pool, challenge, responses);
  };

export const only = (flow: 'ALLOW_CUSTOM_AUTH'): Options => ({ clients: [{ explicitAuthFlows: [flow] }] });
export const withMfa = (kind: 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA'): Options => ({
  users: [{ ...ALICE, mfa: { enabled: [kind] } }],
});
export const temporary: Options = { users: [{ ...ALICE, status: 'FORCE_CHANGE_PASSWORD' }] };
export const policy = (changes: object): Options => ({ passwordPolicy: changes });
export const attribute = (Name: string, Value = 'x') => ({ UserAttributes: [{ Name, Value }] });
export const weeks = (pool: TestPool) => {
  pool.clock.advance(7 * 86_400_000);
};
export const forget = (pool: TestPool) =>
  ask(pool, 'ForgotPassword', { ClientId: pool.userPoolClientId, Username: 'alice' });
