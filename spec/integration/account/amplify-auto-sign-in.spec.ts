import {
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { autoSignIn, confirmSignUp, getCurrentUser, signOut, signUp } from 'aws-amplify/auth';
import type { SignUpInput } from 'aws-amplify/auth';
import { configureAmplify } from '../emulator/amplify';
import { sdkFor, verdictOf } from '../emulator/pool';
import { PASSWORD, startPool, stopAll } from '../sign-in/fixture';
import type { RunningUserPool } from '../../../src/emulator';

const EMAIL = 'carol@example.com';
const BY_SESSION = { authFlowType: 'USER_AUTH' } as const;

const codeOf = (pool: RunningUserPool): string => pool.outbox.latest('carol')?.code ?? '';

const flowsOf = (pool: RunningUserPool): readonly unknown[] =>
  pool.requests.list('InitiateAuth').map(({ body }) => (body as { readonly AuthFlow: unknown }).AuthFlow);

describe('the sign-in of aws-amplify that follows a sign-up', () => {
  // Within 300 ms of one autoSignIn(), Amplify drops another, whose Promise then never settles; and it waits for a
  // confirmation for three minutes. Both are timers, which move on here from spec to spec.
  beforeAll(() => {
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
      ],
    });
  });

  afterEach(async () => {
    await signOut();
    await stopAll();
    jest.advanceTimersByTime(180_000);
  });

  afterAll(() => {
    jest.useRealTimers();
  });

  it.each<
    [
      string,
      string | undefined,
      NonNullable<NonNullable<SignUpInput['options']>['autoSignIn']>,
      readonly unknown[],
    ]
  >([
    ['with a password, by the Session of ConfirmSignUp', PASSWORD, BY_SESSION, ['USER_AUTH']],
    ['with a password, by that password', PASSWORD, true, ['USER_SRP_AUTH']],
    ['without a password, by the Session of ConfirmSignUp', undefined, BY_SESSION, ['USER_AUTH']],
  ])('signs in who has just signed up %s (#14)', async (_, password, how, flows) => {
    const pool = await startPool();
    configureAmplify(pool);
    await signUp({
      username: 'carol',
      ...(password === undefined ? {} : { password }),
      options: { userAttributes: { email: EMAIL }, autoSignIn: how },
    });
    const confirmed = await confirmSignUp({ username: 'carol', confirmationCode: codeOf(pool) });
    expect(confirmed.nextStep.signUpStep).toBe('COMPLETE_AUTO_SIGN_IN');
    expect(await autoSignIn()).toMatchObject({ isSignedIn: true });
    expect(await getCurrentUser()).toMatchObject({ username: 'carol' });
    expect(flowsOf(pool)).toEqual(flows);
  });
});

describe('the bare SDK, after a sign-up', () => {
  afterEach(stopAll);

  it.each([
    ['with a password', PASSWORD],
    ['without one', undefined],
  ])('signs in once by the Session of ConfirmSignUp: %s (#14)', async (_, Password) => {
    const pool = await startPool();
    const sdk = sdkFor(pool);
    const who = { ClientId: pool.userPoolClientId, Username: 'carol' };
    const { Session: begun } = await sdk.send(
      new SignUpCommand({ ...who, Password, UserAttributes: [{ Name: 'email', Value: EMAIL }] }),
    );
    const { Session } = await sdk.send(
      new ConfirmSignUpCommand({ ...who, ConfirmationCode: codeOf(pool), Session: begun }),
    );
    const signIn = (session: string | undefined) =>
      sdk.send(
        new InitiateAuthCommand({
          ClientId: pool.userPoolClientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME: 'carol' },
          Session: session,
        }),
      );
    const { AuthenticationResult } = await signIn(Session);
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect(await verdictOf(signIn(Session))).toBe('NotAuthorizedException');
    expect(await verdictOf(signIn(begun))).toBe('NotAuthorizedException');
  });
});
