import type { UserPoolOptions } from '../../../src/emulator';
import { ask, type Asked } from '../ask';
import { createTestPool, respond, signIn, type TestPool } from '../fixture';
import {
  ScriptedAuthenticator,
  type CreationOptions,
  type Misbehaviour,
  type RequestOptions,
} from './scripted-authenticator';

export const ORIGIN = 'https://app.example.com';

/** A pool whose users may have passkeys. */
export function createPasskeyPool(options: Omit<UserPoolOptions, 'clock'> = {}): TestPool {
  return createTestPool({
    allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    webAuthn: { relyingPartyId: 'example.com' },
    ...options,
  });
}

/** Begins the registration of a passkey. */
export async function startRegistration(pool: TestPool, AccessToken: string): Promise<CreationOptions> {
  const { body } = await ask(pool, 'StartWebAuthnRegistration', { AccessToken });
  return body['CredentialCreationOptions'] as CreationOptions;
}

/** Has alice register a passkey. */
export async function register(
  pool: TestPool,
  authenticator = new ScriptedAuthenticator(ORIGIN),
  misbehaviour: Misbehaviour = {},
): Promise<{
  readonly authenticator: ScriptedAuthenticator;
  readonly AccessToken: string;
  readonly asked: Asked;
}> {
  const { AccessToken } = await signIn(pool);
  const Credential = authenticator.create(await startRegistration(pool, AccessToken), misbehaviour);
  const asked = await ask(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential });
  return { authenticator, AccessToken, asked };
}

/** Begins alice's sign-in by passkey. */
export function beginByPasskey(pool: TestPool): Promise<Asked> {
  return ask(pool, 'InitiateAuth', {
    AuthFlow: 'USER_AUTH',
    ClientId: pool.userPoolClientId,
    AuthParameters: { USERNAME: 'alice', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
  });
}

/** Reads what a challenge asks the authenticator. */
export function requestOptionsOf({ body }: Asked): RequestOptions {
  const parameters = body['ChallengeParameters'] as Record<string, string>;
  return JSON.parse(parameters['CREDENTIAL_REQUEST_OPTIONS'] ?? '') as RequestOptions;
}

/** Signs alice in by passkey. */
export async function signInByPasskey(
  pool: TestPool,
  authenticator: ScriptedAuthenticator,
  misbehaviour: Misbehaviour = {},
): Promise<Asked> {
  const challenge = await beginByPasskey(pool);
  const credential = authenticator.get(requestOptionsOf(challenge), misbehaviour);
  return respond(pool, challenge, { CREDENTIAL: JSON.stringify(credential) });
}
