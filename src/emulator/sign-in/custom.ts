import { CognitoError, invalidParameter, notAuthorized } from '../errors';
import type { CustomAuthEvent, CustomAuthStep, CustomAuthTriggers } from '../pool/triggers/custom-auth';
import type { Call } from '../pool/pool';
import { runTrigger } from '../pool/triggers/triggers';
import { signInBySrp } from './first-factor';
import { required } from './parameters';
import { completeSignIn } from './proceed';
import type { Awaited, SignIn } from '../pool/sessions/pending-sign-in';
import { ask, type SignInAnswer } from './sign-in';

type CustomChallengeAwaited = Extract<Awaited, { name: 'CUSTOM_CHALLENGE' }>;

/** Begins a custom sign-in: with the password by SRP first, where the client asks for that. */
export function beginCustomSignIn(
  call: Call,
  signIn: SignIn,
  parameters: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  if (parameters.get('CHALLENGE_NAME') !== 'SRP_A') return decide(call, signIn, [], parameters);
  return decide(call, signIn, [{ challengeName: 'SRP_A', challengeResult: true }], parameters);
}

/** Goes on with a custom sign-in whose password was proven. */
export function proceedAfterCustomPassword(call: Call, signIn: SignIn): Promise<SignInAnswer> | SignInAnswer {
  const step: CustomAuthStep = { challengeName: 'PASSWORD_VERIFIER', challengeResult: true };
  return decide(call, signIn, [...(signIn.customSteps ?? []), step], new Map());
}

/** Has the pool's trigger judge an answer, and goes on as its other trigger decides. */
export function answerCustomChallenge(
  call: Call,
  signIn: SignIn,
  awaited: CustomChallengeAwaited,
  responses: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const challengeAnswer = required(responses, 'ANSWER');
  const { privateChallengeParameters, challengeMetadata } = awaited;
  const isRight = trigger('VerifyAuthChallengeResponse', () =>
    triggersOf(call).verifyAuthChallengeResponse({
      ...eventFor(signIn, signIn.customSteps ?? []),
      privateChallengeParameters,
      challengeAnswer,
    }),
  );
  const step: CustomAuthStep = {
    challengeName: 'CUSTOM_CHALLENGE',
    challengeResult: isRight,
    ...(challengeMetadata !== undefined && { challengeMetadata }),
  };
  return decide(call, signIn, [...(signIn.customSteps ?? []), step], responses);
}

function decide(
  call: Call,
  signIn: SignIn,
  customSteps: readonly CustomAuthStep[],
  parameters: ReadonlyMap<string, string>,
): Promise<SignInAnswer> | SignInAnswer {
  const next = { ...signIn, customSteps };
  const decision = trigger('DefineAuthChallenge', () =>
    triggersOf(call).defineAuthChallenge(eventFor(next, customSteps)),
  );
  if ('issueTokens' in decision) return completeSignIn(call, next);
  if ('failAuthentication' in decision) throw notAuthorized('Incorrect username or password.');
  return decision.challengeName === 'PASSWORD_VERIFIER'
    ? signInBySrp(call, next, required(parameters, 'SRP_A'))
    : askCustomChallenge(call, next, customSteps);
}

function askCustomChallenge(call: Call, signIn: SignIn, steps: readonly CustomAuthStep[]): SignInAnswer {
  const challenge = trigger('CreateAuthChallenge', () =>
    triggersOf(call).createAuthChallenge(eventFor(signIn, steps)),
  );
  const { publicChallengeParameters, privateChallengeParameters, challengeMetadata } = challenge;
  return ask(
    call,
    signIn,
    { name: 'CUSTOM_CHALLENGE', privateChallengeParameters, challengeMetadata },
    { ...publicChallengeParameters, USERNAME: signIn.user.username },
  );
}

function eventFor({ user, clientMetadata }: SignIn, session: readonly CustomAuthStep[]): CustomAuthEvent {
  const userAttributes = Object.fromEntries([['sub', user.sub], ...user.attributes]);
  return { username: user.username, userAttributes, session, clientMetadata };
}

function triggersOf(call: Call): CustomAuthTriggers {
  const { customAuth } = call.pool.rules;
  if (!customAuth) throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
  return customAuth;
}

function trigger<T>(name: string, run: () => T): T {
  const answer: unknown = runTrigger(name, run);
  if (typeof answer !== 'boolean' && (typeof answer !== 'object' || answer === null)) {
    throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  }
  return answer as T;
}
