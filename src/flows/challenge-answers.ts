import { defer, map, of, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { validationError } from '../model/errors';
import type { PendingChallenge } from '../model/pending-challenge';
import type { SignInStateStep } from '../model/sign-in-step';
import { codeAsSent } from '../model/typed-code';
import type { AuthAnswer } from '../ports/cognito-api';
import type { PoolContext } from './auth-context';
import { COGNITO_MFA_NAMES, unknownChallengeError } from './challenges';
import type { Challenged, TokenRequest } from './stage';
import { setUpTotp$, verifyTotp$ } from './mfa-setup';
import { metadataOf } from './password-proof';
import type { PasswordProof } from './password-proof';
import { checkedPassword } from './sign-in-input';
import type { ConfirmSignInInput } from './sign-in-input';

const RESPONSE = 'challengeResponse';
const TOTP_CODE = /^\d{6}$/;
const CODE_MAX_LENGTH = 256;
const ATTRIBUTE_MAX_LENGTH = 2_048;

/** The field that a code goes into. */
const CODE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['SMS_MFA', 'SMS_MFA_CODE'],
  ['SMS_OTP', 'SMS_OTP_CODE'],
  ['EMAIL_OTP', 'EMAIL_OTP_CODE'],
  ['SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE'],
]);

const checkedCode = (typed: unknown): string => {
  const code = typeof typed === 'string' && typed.length <= CODE_MAX_LENGTH ? codeAsSent(typed) : '';
  if (code !== '') return code;
  throw validationError(RESPONSE, 'the code that was sent');
};

const checkedTotp = (typed: unknown): string => {
  const code = typeof typed === 'string' && typed.length <= CODE_MAX_LENGTH ? codeAsSent(typed) : '';
  if (TOTP_CODE.test(code)) return code;
  throw validationError(RESPONSE, 'the 6 digits that the authenticator app shows');
};

const checkedEmail = (email: unknown): string => {
  if (typeof email === 'string' && /^\S+@\S+$/.test(email) && email.length <= ATTRIBUTE_MAX_LENGTH)
    return email;
  throw validationError(RESPONSE, 'an e-mail address');
};

const checkedText = (text: unknown): string => {
  if (typeof text === 'string' && text !== '') return text;
  throw validationError(RESPONSE, 'an answer to the challenge');
};

function checkedChoice<Choice extends string>(choice: unknown, allowed: readonly Choice[] = []): Choice {
  const chosen = allowed.find((candidate) => candidate === choice);
  if (chosen === undefined) throw validationError(RESPONSE, `one of ${allowed.join(', ')}`);
  return chosen;
}

function attributesOf(
  { userAttributes = {} }: ConfirmSignInInput,
  missing: readonly string[] = [],
): Readonly<Record<string, string>> {
  if (
    typeof userAttributes !== 'object' ||
    (userAttributes as unknown) === null ||
    Array.isArray(userAttributes)
  )
    throw validationError('userAttributes', 'a record of texts');
  for (const name of missing) {
    if (!Object.hasOwn(userAttributes, name))
      throw validationError('userAttributes', `a record that has ${name}`);
  }
  const attributes = Object.entries<unknown>(userAttributes).map(([name, value]) => {
    if (typeof value === 'string' && value.length <= ATTRIBUTE_MAX_LENGTH)
      return [`userAttributes.${name}`, value];
    throw validationError(
      'userAttributes',
      `a record whose ${name} is a text of at most ${ATTRIBUTE_MAX_LENGTH} characters`,
    );
  });
  return Object.fromEntries(attributes) as Record<string, string>;
}

/** Moves a challenge on to a step that the user pool need not be asked about. */
const moved = (
  pending: PendingChallenge,
  nextStep: Exclude<SignInStateStep, { signInStep: 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP' }>,
): Challenged => ({
  pending: { ...pending, nextStep: Object.freeze(nextStep) },
  nextStep: Object.freeze(nextStep),
});

/**
 * Creates the answers to challenges: by one request mostly, by none where a choice only says what to ask next. An
 * answer that cannot be right is refused before anything is sent.
 */
export function createChallengeAnswers(
  context: PoolContext,
  request$: TokenRequest,
  proof: PasswordProof,
): (
  pending: PendingChallenge,
  input: ConfirmSignInInput,
  username: string,
  advance: (advanced: PendingChallenge) => void,
) => Observable<AuthAnswer | Challenged> {
  const respond$ = (
    { name, session, answersAs }: PendingChallenge,
    input: ConfirmSignInInput,
    responses: Readonly<Record<string, string>>,
  ): Observable<AuthAnswer> =>
    request$('RespondToAuthChallenge', {
      ClientId: context.identity.userPoolClientId,
      ChallengeName: name,
      ChallengeResponses: { USERNAME: answersAs, ...responses },
      ...(session === undefined ? {} : { Session: session }),
      ...metadataOf(input),
    });

  /** Goes with the answer that chose it, or by itself where the pool asked for the password by name. */
  const password$ = (pending: PendingChallenge, input: ConfirmSignInInput): Observable<AuthAnswer> => {
    const { chosen, name, answersAs } = pending;
    const password = checkedPassword(RESPONSE, input.challengeResponse);
    const choice = chosen === undefined ? {} : { ANSWER: chosen };
    if ((chosen ?? name) === 'PASSWORD') return respond$(pending, input, { ...choice, PASSWORD: password });
    const { clientMetadata } = input;
    return proof
      .prove$({ username: answersAs, password, clientMetadata }, (srpA) =>
        respond$(pending, input, { ...choice, SRP_A: srpA }),
      )
      .pipe(map(({ answer }) => answer));
  };

  const totpSetup$ = (
    pending: PendingChallenge,
    input: ConfirmSignInInput,
    advance: (advanced: PendingChallenge) => void,
  ): Observable<AuthAnswer> => {
    const verified$ = pending.isVerified
      ? of(pending)
      : verifyTotp$(context, pending, checkedTotp(input.challengeResponse)).pipe(tap(advance));
    return verified$.pipe(switchMap((verified) => respond$(verified, input, {})));
  };

  return (pending, given, username, advance) =>
    defer((): Observable<AuthAnswer | Challenged> => {
      // Whoever passes nothing is told what the challenge asks for.
      const input = (given as ConfirmSignInInput | null | undefined) ?? ({} as ConfirmSignInInput);
      const { challengeResponse } = input;
      const { nextStep: step, name } = pending;
      switch (step.signInStep) {
        case 'CONFIRM_SIGN_IN_WITH_SMS_CODE':
        case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE':
        case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE': {
          const field = CODE_FIELDS.get(name);
          if (field === undefined) throw unknownChallengeError(name);
          const isTotp = step.signInStep === 'CONFIRM_SIGN_IN_WITH_TOTP_CODE';
          return respond$(pending, input, {
            [field]: (isTotp ? checkedTotp : checkedCode)(challengeResponse),
          });
        }
        case 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION': {
          const type = checkedChoice(challengeResponse, step.allowedMFATypes);
          return respond$(pending, input, { ANSWER: COGNITO_MFA_NAMES[type] });
        }
        case 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION':
          return checkedChoice(challengeResponse, step.allowedMFATypes) === 'TOTP'
            ? setUpTotp$(context, pending, username)
            : of(moved(pending, { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' }));
        case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
          return totpSetup$(pending, input, advance);
        case 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP':
          return respond$(pending, input, { EMAIL: checkedEmail(challengeResponse) });
        case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
          return respond$(pending, input, {
            ...attributesOf(input, step.missingAttributes),
            NEW_PASSWORD: checkedPassword(RESPONSE, challengeResponse),
          });
        case 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE':
          return respond$(pending, input, { ANSWER: checkedText(challengeResponse) });
        case 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION': {
          const factor = checkedChoice(challengeResponse, step.availableChallenges);
          return factor === 'PASSWORD' || factor === 'PASSWORD_SRP'
            ? of(moved({ ...pending, chosen: factor }, { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }))
            : respond$(pending, input, { ANSWER: factor });
        }
        case 'CONFIRM_SIGN_IN_WITH_PASSWORD':
          return password$(pending, input);
        default:
          throw unknownChallengeError(name);
      }
    });
}
