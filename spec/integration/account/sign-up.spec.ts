import { inspect } from 'node:util';
import { firstValueFrom } from 'rxjs';
import { confirmSignUp$, resendSignUpCode$, signUp$ } from '../../../src/account';
import type { RunningUserPool } from '../../../src/emulator';
import { createManualClock } from '../../../src/emulator';
import { authOf, begin, PASSWORD, refusal, signedInName, startPool, stopAll } from '../sign-in/fixture';

const CAROL = {
  username: 'carol',
  password: PASSWORD,
  userAttributes: { email: 'carol@example.com' },
} as const;

const codeOf = (pool: RunningUserPool): string => pool.outbox.latest('carol')?.code ?? '';
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('an account', () => {
  afterEach(stopAll);

  it('is signed up for, confirmed and signed in to', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const signedUp = await firstValueFrom(signUp$(auth, CAROL));
    expect(signedUp).toEqual({
      isSignUpComplete: false,
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nextStep: {
        signUpStep: 'CONFIRM_SIGN_UP',
        codeDeliveryDetails: { destination: 'c***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
      },
    });
    expect(await begin(auth, { username: 'carol' })).toEqual({ signInStep: 'CONFIRM_SIGN_UP' });
    const confirmed = await firstValueFrom(
      confirmSignUp$(auth, { username: 'carol', confirmationCode: codeOf(pool), autoSignIn: false }),
    );
    expect(confirmed).toEqual({ isSignUpComplete: true, nextStep: { signUpStep: 'DONE' } });
    expect(await begin(auth, { username: 'carol' })).toEqual({ signInStep: 'DONE' });
    expect(signedInName(auth)).toBe('carol');
  });

  it('is confirmed by the latest code, and by no wrong, old or used one (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await firstValueFrom(signUp$(auth, CAROL));
    const first = codeOf(pool);
    const delivered = await firstValueFrom(resendSignUpCode$(auth, { username: 'carol' }));
    expect(delivered).toEqual({ destination: 'c***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' });
    const confirm = (confirmationCode: string) =>
      firstValueFrom(confirmSignUp$(auth, { username: 'carol', confirmationCode }));
    expect(await refusal(confirm(first))).toMatchObject({ kind: 'service', code: 'CodeMismatchException' });
    await confirm(codeOf(pool));
    expect(await refusal(confirm(codeOf(pool)))).toMatchObject({ kind: 'notAuthorized' });
    expect(await refusal(firstValueFrom(resendSignUpCode$(auth, { username: 'carol' })))).toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  it('is not confirmed by a code that has expired (R75)', async () => {
    const clock = createManualClock();
    const pool = await startPool({ clock });
    const auth = authOf(pool);
    await firstValueFrom(signUp$(auth, CAROL));
    clock.advance(25 * 3_600_000);
    const input = { username: 'carol', confirmationCode: codeOf(pool) };
    expect(await refusal(firstValueFrom(confirmSignUp$(auth, input)))).toMatchObject({
      code: 'ExpiredCodeException',
    });
  });

  it('is not guessed at without end: a limit is no reason to try again (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await firstValueFrom(signUp$(auth, CAROL));
    const input = { username: 'carol', confirmationCode: wrong(codeOf(pool)) };
    const guess = () => refusal(firstValueFrom(confirmSignUp$(auth, input)));
    for (let guesses = 0; guesses < 5; guesses += 1) {
      expect(await guess()).toMatchObject({ code: 'CodeMismatchException', retryable: false });
    }
    expect(await guess()).toMatchObject({ code: 'LimitExceededException', retryable: false });
  });

  it('is refused for a name that is taken, a password that is too weak, an attribute that is none (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const refused = (input: Partial<Parameters<typeof signUp$>[1]>) =>
      refusal(firstValueFrom(signUp$(auth, { ...CAROL, ...input })));
    expect(await refused({ username: 'ada' })).toMatchObject({ code: 'UsernameExistsException' });
    expect(await refused({ password: 'weak' })).toMatchObject({ code: 'InvalidPasswordException' });
    expect(await refused({ userAttributes: { email: 'nowhere' } })).toMatchObject({
      code: 'InvalidParameterException',
      message: 'Invalid email address format.',
    });
  });

  it('tells nobody who has one: a code goes somewhere made up, and none is right (R75)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: true }] });
    const auth = authOf(pool);
    const delivered = await firstValueFrom(resendSignUpCode$(auth, { username: 'nobody' }));
    expect(delivered.destination).toMatch(/@/);
    expect(pool.outbox).toHaveLength(0);
    const input = { username: 'nobody', confirmationCode: '123456' };
    expect(await refusal(firstValueFrom(confirmSignUp$(auth, input)))).toMatchObject({
      code: 'ExpiredCodeException',
    });
  });

  it('says that there is no such user where the app client does not hide it (R75)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: false }] });
    const auth = authOf(pool);
    expect(await refusal(firstValueFrom(resendSignUpCode$(auth, { username: 'nobody' })))).toMatchObject({
      code: 'UserNotFoundException',
    });
  });

  it('takes an address over from another one only where it is forced to (R75)', async () => {
    const pool = await startPool({ aliasAttributes: ['email'] });
    const auth = authOf(pool);
    await firstValueFrom(signUp$(auth, { ...CAROL, userAttributes: { email: 'ada@example.com' } }));
    const input = { username: 'carol', confirmationCode: codeOf(pool), autoSignIn: false };
    expect(await refusal(firstValueFrom(confirmSignUp$(auth, input)))).toMatchObject({
      code: 'AliasExistsException',
    });
    await firstValueFrom(confirmSignUp$(auth, { ...input, forceAliasCreation: true }));
    await begin(auth, { username: 'ada@example.com' });
    expect(signedInName(auth)).toBe('carol');
  });

  it('is signed in to with the handle that Cognito hands out (#14)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await firstValueFrom(signUp$(auth, CAROL));
    pool.faults.on('ConfirmSignUp', {
      takesEffect: true,
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ Session: 'c4nary-session-of-the-sign-up' }),
    });
    const { nextStep, autoSignIn$ } = await firstValueFrom(
      confirmSignUp$(auth, { username: 'carol', confirmationCode: codeOf(pool) }),
    );
    expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
    await firstValueFrom(autoSignIn$!).catch(() => undefined);
    expect(pool.requests.list('InitiateAuth').at(-1)?.body).toMatchObject({
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: 'carol' },
      Session: 'c4nary-session-of-the-sign-up',
    });
    expect(inspect([auth, auth.state, autoSignIn$], { depth: 9, showHidden: true })).not.toContain('c4nary');
  });

  it('proves the secret of an app client that has one (#14)', async () => {
    const userPoolClientSecret = 'canary52characters0secret';
    const pool = await startPool({ clients: [{ clientSecret: userPoolClientSecret }] });
    const auth = authOf(pool, { userPoolClientSecret });
    await firstValueFrom(signUp$(auth, CAROL));
    await firstValueFrom(
      confirmSignUp$(auth, { username: 'carol', confirmationCode: codeOf(pool), autoSignIn: false }),
    );
    await begin(auth, { username: 'carol' });
    expect(signedInName(auth)).toBe('carol');
    const without = authOf(pool);
    expect(await refusal(firstValueFrom(signUp$(without, { ...CAROL, username: 'dave' })))).toMatchObject({
      kind: 'notAuthorized',
    });
  });

  it('tells nothing that was typed in an error (R43)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    pool.faults.on('SignUp', {
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: 'InvalidParameterException', message: `no ${PASSWORD}, carol` }),
    });
    const refused = await refusal(firstValueFrom(signUp$(auth, CAROL)));
    expect(refused.message).toBe('no [redacted], carol');
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toContain(PASSWORD);
  });
});
