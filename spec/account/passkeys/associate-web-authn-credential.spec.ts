import { Subject } from 'rxjs';
import { associateWebAuthnCredential$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakePrompts, installPasskeys, newPasskey, RAW_ID_TEXT } from '../../fakes/fake-passkeys';
import type { FakePrompts } from '../../fakes/fake-passkeys';
import { watch } from '../../fakes/marbles';
import { createFakeAuth, refusalOf, signedInState, turns } from '../fake-auth';

const CredentialCreationOptions = {
  challenge: 'AQID',
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'AQI', name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};
const STARTED = { CredentialCreationOptions };

describe('associateWebAuthnCredential$', () => {
  let prompts: FakePrompts;
  let uninstall: () => void;

  beforeEach(() => {
    prompts = createFakePrompts();
    uninstall = installPasskeys(prompts.scope);
  });

  afterEach(() => {
    uninstall();
  });

  it('registers what the prompt makes, and has nothing to say', async () => {
    const auth = createFakeAuth([STARTED, {}]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    expect(prompts.opened).toMatchObject([{ publicKey: { challenge: Uint8Array.of(1, 2, 3) } }]);
    prompts.answer(newPasskey());
    await turns();
    expect(watched).toMatchObject({ values: [undefined], isComplete: true });
    expect(auth.calls).toMatchObject([
      { command: 'StartWebAuthnRegistration' },
      {
        command: 'CompleteWebAuthnRegistration',
        input: {
          AccessToken: auth.accessToken,
          Credential: {
            id: RAW_ID_TEXT,
            type: 'public-key',
            response: { clientDataJSON: 'AQI', transports: ['internal', 'hybrid'] },
          },
        },
      },
    ]);
  });

  it('refuses where there can be no passkey, before asking (R76)', async () => {
    uninstall();
    const auth = createFakeAuth();
    expect(await refusalOf(associateWebAuthnCredential$(auth))).toMatchObject({
      kind: 'configuration',
      code: 'PasskeyNotSupported',
    });
    expect(auth.calls).toEqual([]);
  });

  it('errors as cancelled where the prompt is closed, and registers nothing (R76)', async () => {
    const auth = createFakeAuth([STARTED]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    prompts.reject('NotAllowedError');
    await turns();
    expect(watched.error).toMatchObject({ kind: 'cancelled', code: 'PasskeyRegistrationCanceled' });
    expect(auth.calls).toHaveLength(1);
  });

  it('closes the prompt when its subscriber leaves (R38)', async () => {
    const auth = createFakeAuth([STARTED]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    watched.subscription.unsubscribe();
    await turns();
    expect(prompts.opened[0]?.signal.aborted).toBe(true);
    expect(auth.calls).toHaveLength(1);
    expect(watched.error).toBeUndefined();
  });

  it('aborts the registration of a passkey when its subscriber leaves (R38)', async () => {
    const auth = createFakeAuth([STARTED, new Subject()]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    prompts.answer(newPasskey());
    await turns();
    watched.subscription.unsubscribe();
    expect(auth.calls).toMatchObject([{ status: 'answered' }, { status: 'aborted' }]);
  });

  it.each([
    ['a sign-out', { status: 'signedOut', reason: 'signedOutInOtherTab' } as const],
    ['another user', { ...signedInState, user: { ...signedInState.user, userId: 'bob-sub' } }],
  ])('closes the prompt at %s: no passkey goes to the next user (R16, R24)', async (_what, state) => {
    const auth = createFakeAuth([STARTED, {}]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    auth.states$.next({ ...signedInState, freshness: 'refreshing' });
    expect(prompts.opened[0]?.signal.aborted).toBe(false);
    auth.states$.next(state);
    await turns();
    expect(watched.error).toMatchObject({ kind: 'signedOut' });
    expect(prompts.opened[0]?.signal.aborted).toBe(true);
    expect(auth.calls).toHaveLength(1);
  });

  it('opens no prompt where the session has ended before it could', async () => {
    const started$ = new Subject<object>();
    const auth = createFakeAuth([started$]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    auth.states$.next({ status: 'signedOut', reason: 'signedOut' });
    started$.next(STARTED);
    expect(watched.error).toMatchObject({ kind: 'signedOut' });
    expect(prompts.opened).toEqual([]);
  });

  it.each([undefined, null, {}, 'no options'])('refuses %p as options (R76)', async (options) => {
    const auth = createFakeAuth([{ CredentialCreationOptions: options }]);
    expect(await refusalOf(associateWebAuthnCredential$(auth))).toMatchObject({
      code: 'InvalidPasskeyRegistrationOptions',
    });
  });

  it.each([
    'LimitExceededException',
    'WebAuthnChallengeNotFoundException',
    'WebAuthnClientMismatchException',
    'WebAuthnCredentialNotSupportedException',
    'WebAuthnOriginNotAllowedException',
    'WebAuthnRelyingPartyMismatchException',
  ])('passes on %s about what the prompt made (R76)', async (code) => {
    const refused = serviceError(code);
    const auth = createFakeAuth([STARTED, refused]);
    const watched = watch(associateWebAuthnCredential$(auth));
    await turns();
    prompts.answer(newPasskey());
    await turns();
    expect(watched.error).toBe(refused);
    expect(auth.calls).toHaveLength(2);
  });
});
