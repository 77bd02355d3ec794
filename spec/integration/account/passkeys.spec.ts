import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { createMemoryStorage } from '../../../src';
import type { Auth } from '../../../src';
import {
  associateWebAuthnCredential$,
  deleteWebAuthnCredential$,
  listWebAuthnCredentials$,
} from '../../../src/account';
import type { RunningUserPool, UserPoolOptions } from '../../../src/emulator';
import { installPasskeys } from '../../fakes/fake-passkeys';
import {
  answer,
  authOf,
  begin,
  refusal,
  signedInName,
  startPool,
  stateStep,
  stopAll,
} from '../sign-in/fixture';
import { createPlatformAuthenticator } from './platform-authenticator';
import type { PlatformAuthenticator } from './platform-authenticator';

const STEP = { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSKEY' };
const BY_PASSKEY = {
  password: undefined,
  authFlowType: 'USER_AUTH',
  preferredChallenge: 'WEB_AUTHN',
} as const;

const startWithPasskeys = (options: UserPoolOptions = {}): Promise<RunningUserPool> =>
  startPool({
    allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    webAuthn: { relyingPartyId: 'example.com' },
    ...options,
  });

const signInByPasskey = async (auth: Auth): Promise<unknown> => {
  const { username } = { username: 'ada' };
  const { password: _, ...input } = BY_PASSKEY;
  const { nextStep } = await firstValueFrom(auth.signIn$({ username, ...input }));
  return nextStep;
};

/** Has ada make a passkey, and leave. */
async function register(pool: RunningUserPool): Promise<void> {
  const auth = authOf(pool);
  await begin(auth);
  await firstValueFrom(associateWebAuthnCredential$(auth));
  await firstValueFrom(auth.signOut$());
}

describe('a passkey', () => {
  let platform: PlatformAuthenticator;
  let uninstall: () => void;

  beforeEach(() => {
    platform = createPlatformAuthenticator('https://app.example.com');
    uninstall = installPasskeys(platform.scope);
  });

  afterEach(async () => {
    uninstall();
    await stopAll();
  });

  it('is made, signs its user in, is listed and deleted (#14)', async () => {
    const pool = await startWithPasskeys();
    await register(pool);
    const auth = authOf(pool);
    expect(await signInByPasskey(auth)).toEqual({ signInStep: 'DONE' });
    expect(signedInName(auth)).toBe('ada');
    const { credentials } = await firstValueFrom(listWebAuthnCredentials$(auth));
    expect(credentials).toHaveLength(1);
    const { credentialId = '' } = credentials[0] ?? {};
    await firstValueFrom(deleteWebAuthnCredential$(auth, { credentialId }));
    expect((await firstValueFrom(listWebAuthnCredentials$(auth))).credentials).toEqual([]);
  });

  it('is chosen among the first factors (#14)', async () => {
    const pool = await startWithPasskeys();
    await register(pool);
    const auth = authOf(pool);
    const { nextStep } = await firstValueFrom(auth.signIn$({ username: 'ada', authFlowType: 'USER_AUTH' }));
    expect(nextStep).toMatchObject({ availableChallenges: expect.arrayContaining(['WEB_AUTHN']) as unknown });
    expect(await answer(auth, 'WEB_AUTHN')).toEqual({ signInStep: 'DONE' });
  });

  it.each([
    ['NotAllowedError', 'cancelled', 'PasskeyAuthenticationCanceled'],
    ['AbortError', 'cancelled', 'PasskeyOperationAborted'],
    ['SecurityError', 'configuration', 'RelyingPartyMismatch'],
  ])(
    'stays asked for where the prompt ends with %s, and signs in when asked again (R76)',
    async (name, kind, code) => {
      const pool = await startWithPasskeys();
      await register(pool);
      const auth = authOf(pool);
      platform.refuse = name;
      expect(await refusal(signInByPasskey(auth))).toMatchObject({ kind, code });
      expect(stateStep(auth)).toEqual(STEP);
      expect(await refusal(answer(auth, 'WEB_AUTHN'))).toMatchObject({ kind, code });
      expect(stateStep(auth)).toEqual(STEP);
      platform.refuse = undefined;
      expect(await answer(auth, 'WEB_AUTHN')).toEqual({ signInStep: 'DONE' });
      expect(signedInName(auth)).toBe('ada');
    },
  );

  it.each([
    ['of another origin', { origin: 'https://phishing.example.org' }],
    ['that is forged', { isForged: true }],
    ['for another challenge', { challenge: 'AAAA' }],
  ])('%s does not sign in (R76)', async (_, misbehaviour) => {
    const pool = await startWithPasskeys();
    await register(pool);
    const auth = authOf(pool);
    platform.misbehaviour = misbehaviour;
    expect(await refusal(signInByPasskey(auth))).toMatchObject({
      kind: expect.stringMatching(/notAuthorized|configuration/) as unknown,
    });
    expect(auth.state.status).toBe('signedOut');
  });

  it('is not offered to whom has none, and asks nobody then', async () => {
    const auth = authOf(await startWithPasskeys());
    expect(await signInByPasskey(auth)).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
    });
    expect(platform.prompts).toBe(0);
  });

  it('is refused before anything is sent on a page that can ask for none (R76)', async () => {
    const pool = await startWithPasskeys();
    await register(pool);
    uninstall();
    const auth = authOf(pool);
    pool.requests.clear();
    expect(await refusal(signInByPasskey(auth))).toMatchObject({
      kind: 'configuration',
      code: 'PasskeyNotSupported',
    });
    expect(pool.requests.list()).toEqual([]);
  });

  it('leaves its challenge in no state and no error (R43)', async () => {
    const pool = await startWithPasskeys();
    await register(pool);
    const auth = authOf(pool, { storage: createMemoryStorage() });
    const errors: unknown[] = [];
    auth.errors$.subscribe((error) => errors.push(error));
    platform.refuse = 'NotAllowedError';
    const error = await refusal(signInByPasskey(auth));
    const shown = inspect([auth, auth.state, errors, error], { depth: 9, showHidden: true });
    expect(shown).not.toMatch(/challenge"|rpId|allowCredentials/);
  });
});
