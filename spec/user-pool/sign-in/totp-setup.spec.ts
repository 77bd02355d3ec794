import { NEVER } from 'rxjs';
import type { AuthError } from '../../../src/model/auth-error';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import { setUpTotp$, verifyTotp$ } from '../../../src/user-pool/sign-in/totp-setup';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { answer, DONE, sent, waiting, waitingIn } from './fixture';

const SETUP_STEP = { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' } as const;
const PENDING = waiting('MFA_SETUP', SETUP_STEP);
const CODE = { challengeResponse: '123456' };

describe('setUpTotp$', () => {
  it('asks for a secret, shows it to the caller alone, and goes on with the session that came (R43)', () => {
    const { api } = marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP', Session: 'session-2' });
      const { values } = watch(setUpTotp$(context, PENDING, 'ada'));
      expect(values).toEqual([
        {
          pending: { ...PENDING, session: 'session-2' },
          nextStep: {
            ...SETUP_STEP,
            totpSetupDetails: { sharedSecret: 'JBSWY3DP', getSetupUri: expect.any(Function) },
          },
        },
      ]);
      expect(Object.isFrozen(values[0]?.nextStep)).toBe(true);
      expect(Object.isFrozen(values[0]?.pending.nextStep)).toBe(true);
    });
    expect(api.callsOf('AssociateSoftwareToken').map(({ input }) => input)).toEqual([
      { Session: 'session-1' },
    ]);
  });

  it('writes the otpauth URI, for the account of the sign-in or another', () => {
    marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP' });
      const step = watch(setUpTotp$(context, PENDING, 'ada@example.com')).values[0]?.nextStep;
      if (step?.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error('No setup.');
      const { getSetupUri } = step.totpSetupDetails;
      expect(getSetupUri('A & B').href).toBe(
        'otpauth://totp/A%20%26%20B:ada%40example.com?secret=JBSWY3DP&issuer=A%20%26%20B',
      );
      expect(getSetupUri('App', 'e\u0301').href).toBe(
        'otpauth://totp/App:e%CC%81?secret=JBSWY3DP&issuer=App',
      );
    });
  });

  const refusal = serviceError('SoftwareTokenMFANotFoundException');

  it.each<[string, AuthAnswer | AuthError, Partial<AuthError>]>([
    ['errors as the pool does', refusal, refusal],
    [
      'errors where the answer has no secret',
      {},
      {
        kind: 'service',
        code: 'NoTotpSecret',
        message: 'The user pool answered without the secret of an authenticator app.',
        recoverySuggestion: 'Sign in again; check userPoolEndpoint if it happens again.',
      },
    ],
  ])('%s', (_what, given, { kind, code, message, recoverySuggestion }) => {
    marbles((context, { expectObservable }) => {
      context.api.script('AssociateSoftwareToken', given);
      expectObservable(setUpTotp$(context, PENDING, 'ada')).toBe(
        '#',
        undefined,
        expect.objectContaining({ kind, code, message, recoverySuggestion }),
      );
    });
  });

  it.each([null, 7, '', {}])('takes %p neither for a secret nor for a session (R68)', (given) => {
    marbles((context) => {
      const answers: unknown[] = [{ SecretCode: given }, { SecretCode: 'JBSWY3DP', Session: given }];
      context.api.script('AssociateSoftwareToken', ...(answers as AuthAnswer[]));
      expect(watch(setUpTotp$(context, PENDING, 'ada')).error).toMatchObject({ code: 'NoTotpSecret' });
      expect(watch(setUpTotp$(context, PENDING, 'ada')).values[0]?.pending.session).toBe('session-1');
      const verified: unknown = { Status: 'SUCCESS', Session: given };
      context.api.script('VerifySoftwareToken', verified as AuthAnswer);
      expect(watch(verifyTotp$(context, PENDING, '123456')).values[0]?.session).toBe('session-1');
    });
  });

  it('is bounded in time (R38)', () => {
    marbles((context, { expectObservable }) => {
      context.api.script('AssociateSoftwareToken', NEVER);
      expectObservable(setUpTotp$(context, PENDING, 'ada')).toBe(
        '10000ms #',
        undefined,
        expect.objectContaining({ kind: 'timeout', code: 'Timeout', retryable: true }),
      );
    });
  });

  it('sends an empty session where the challenge had none', () => {
    const { api } = marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP' });
      watch(setUpTotp$(context, { ...PENDING, session: undefined }, 'ada'));
    });
    expect(api.callsOf('AssociateSoftwareToken')[0]?.input).toEqual({ Session: '' });
  });

  it('keeps the session where the answer brings no other', () => {
    marbles((context) => {
      context.api.script('AssociateSoftwareToken', { SecretCode: 'JBSWY3DP' });
      expect(watch(setUpTotp$(context, PENDING, 'ada')).values[0]?.pending.session).toBe('session-1');
    });
  });
});

describe('verifyTotp$', () => {
  it('has the code checked, then tells the sign-in so with the session that came', () => {
    const ran = answer(PENDING, CODE, ({ api }) => {
      api.script('VerifySoftwareToken', { Status: 'SUCCESS', Session: 'session-2' });
      api.script('RespondToAuthChallenge', networkError());
    });
    expect(ran.context.api.callsOf('VerifySoftwareToken')[0]?.input).toEqual({
      Session: 'session-1',
      UserCode: '123456',
    });
    expect(sent(ran)).toMatchObject({ Session: 'session-2', ChallengeResponses: { USERNAME: 'ada-sub' } });
    expect(ran.watched.error).toMatchObject({ kind: 'network' });
    expect(waitingIn(ran)).toEqual({ ...PENDING, session: 'session-2', isVerified: true });
  });

  it('is not asked again once it has said yes (R64)', () => {
    const ran = answer({ ...PENDING, isVerified: true }, { challengeResponse: '654321' }, ({ api }) => {
      api.script('RespondToAuthChallenge', fakeAnswer());
    });
    expect(ran.watched.values).toEqual([DONE]);
    expect(ran.context.api.callsOf('VerifySoftwareToken')).toEqual([]);
  });

  it.each([
    ['errors', serviceError('EnableSoftwareTokenMFAException')],
    ['says that it is not verified', { Status: 'ERROR' }],
    ['says nothing', {}],
  ])('errors where the pool %s, and leaves the challenge open (R41)', (_what, given) => {
    const pending = waiting('MFA_SETUP', SETUP_STEP, { session: undefined });
    const ran = answer(pending, CODE, ({ api }) => {
      api.script('VerifySoftwareToken', given);
    });
    expect(ran.watched.error).toMatchObject({ kind: 'service', code: 'EnableSoftwareTokenMFAException' });
    expect(waitingIn(ran)).toEqual(pending);
    expect(ran.context.api.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['VerifySoftwareToken', { Session: '', UserCode: '123456' }],
    ]);
  });

  it('says what to do where the app is not verified', () => {
    marbles((context) => {
      context.api.script('VerifySoftwareToken', { Status: 'ERROR' });
      expect(watch(verifyTotp$(context, PENDING, '123456')).error).toMatchObject({
        message: 'The user pool did not accept the authenticator app.',
        recoverySuggestion: 'Enter a new code of the authenticator app, and check the clock of its device.',
      });
    });
  });

  it('keeps the session where the answer brings no other', () => {
    marbles((context) => {
      context.api.script('VerifySoftwareToken', { Status: 'SUCCESS' });
      expect(watch(verifyTotp$(context, PENDING, '123456')).values).toEqual([
        { ...PENDING, isVerified: true },
      ]);
    });
  });

  it('is bounded in time (R38)', () => {
    const ran = answer(PENDING, CODE, ({ api }) => {
      api.script('VerifySoftwareToken', NEVER);
    });
    expect(ran.watched.error).toMatchObject({ kind: 'timeout', code: 'Timeout' });
    expect(waitingIn(ran)).toEqual(PENDING);
  });
});
