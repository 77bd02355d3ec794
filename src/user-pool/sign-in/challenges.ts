import { map, of, switchMap, tap } from 'rxjs';
import { checkedPassword, FIRST_FACTORS } from '../../flows/sign-in/input';
import { AuthError } from '../../model/auth-error';
import type { PendingChallenge } from '../../model/pending-challenge';
import type { FirstFactor, MfaType, SignInStateStep } from '../../model/sign-in-step';
import type { Answered, AnswerTools, Challenge, Challenged } from './answer';
import type { Observable } from 'rxjs';
import {
  checkedAttributes,
  checkedChoice,
  checkedCode,
  checkedEmail,
  checkedText,
  checkedTotp,
  RESPONSE,
} from './challenge-input';
import {
  COGNITO_MFA_NAMES,
  deliveryOf,
  mfaTypesOf,
  missingAttributesOf,
  unknownChallengeError,
} from './challenge-parameters';
import { setUpTotp$, verifyTotp$ } from './totp-setup';

type StepOf<Name> = Extract<SignInStateStep, { readonly signInStep: Name }>;

const noMfaToSetUpError = (): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'MfaSetupNotPossible',
    message: 'The user pool demands a second factor, and offers none that can be set up while signing in.',
    recoverySuggestion:
      'Switch authenticator apps or e-mail messages on as a second factor of the user pool, or set the phone number of the user.',
  });

/** Moves a challenge on to a step that the user pool need not be asked about. */
function moved$(
  pending: PendingChallenge,
  step: Exclude<SignInStateStep, StepOf<'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'>>,
): Observable<Challenged> {
  const nextStep = Object.freeze(step);
  return of({ pending: { ...pending, nextStep }, nextStep });
}

/** A code that was sent, or that an authenticator app shows. */
const code = (
  field: string,
  read: Challenge['read'],
  checked: (code: unknown) => string = checkedCode,
): Challenge => ({
  read,
  answer$: ({ respond$ }, _, { challengeResponse }) => respond$({ [field]: checked(challengeResponse) }),
});

const smsStep: Challenge['read'] = ({ parameters }) => ({
  signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
  ...deliveryOf(parameters),
});

/** A password that is asked for by name, or goes with the answer that chose it. */
const password: Challenge = {
  read: () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }),
  answer$: ({ respond$, srp }, { chosen, name, answersAs }, { challengeResponse, clientMetadata }) => {
    const given = checkedPassword(RESPONSE, challengeResponse);
    const choice = chosen === undefined ? {} : { ANSWER: chosen };
    if ((chosen ?? name) === 'PASSWORD') return respond$({ ...choice, PASSWORD: given });
    return srp.prove$({ username: answersAs, password: given, clientMetadata }, (srpA) =>
      respond$({ ...choice, SRP_A: srpA }).pipe(map(({ answer }) => answer)),
    );
  },
};

const firstFactor: Challenge = {
  /** A factor that this version could not go through with is not offered. */
  read: ({ name, available }) => {
    const availableChallenges = available.filter((factor) => FIRST_FACTORS.includes(factor));
    if (availableChallenges.length === 0) throw unknownChallengeError([name, ...available]);
    return {
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: Object.freeze(availableChallenges as FirstFactor[]),
    };
  },
  answer$: (tools, pending, input) => {
    if (pending.chosen !== undefined) return password.answer$(tools, pending, input);
    const step = pending.nextStep as StepOf<'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION'>;
    const factor = checkedChoice(input.challengeResponse, step.availableChallenges);
    return factor === 'PASSWORD' || factor === 'PASSWORD_SRP'
      ? moved$({ ...pending, chosen: factor }, { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' })
      : tools.respond$({ ANSWER: factor });
  },
};

const mfaType: Challenge = {
  /** A choice among nothing could not be answered. */
  read: ({ name, parameters }) => {
    const allowedMFATypes = mfaTypesOf(parameters['MFAS_CAN_CHOOSE']);
    if (allowedMFATypes.length === 0) throw unknownChallengeError([name]);
    return { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes };
  },
  answer$: ({ respond$ }, { nextStep }, { challengeResponse }) => {
    const { allowedMFATypes } = nextStep as StepOf<'CONTINUE_SIGN_IN_WITH_MFA_SELECTION'>;
    return respond$({
      ANSWER: COGNITO_MFA_NAMES[checkedChoice<MfaType>(challengeResponse, allowedMFATypes)],
    });
  },
};

const totpSetup$ = (
  { advance, context, respond$ }: AnswerTools,
  pending: PendingChallenge,
  challengeResponse: unknown,
): Observable<Answered> => {
  const verified$ = pending.isVerified
    ? of(pending)
    : verifyTotp$(context, pending, checkedTotp(challengeResponse)).pipe(tap(advance));
  return verified$.pipe(switchMap(({ session }) => respond$({}, session)));
};

const mfaSetup: Challenge = {
  read: ({ parameters }) => {
    const allowedMFATypes = mfaTypesOf(parameters['MFAS_CAN_SETUP']).filter((type) => type !== 'SMS');
    if (allowedMFATypes.length > 1) {
      return {
        signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
        allowedMFATypes: Object.freeze(allowedMFATypes),
      };
    }
    if (allowedMFATypes.length === 0) throw noMfaToSetUpError();
    return {
      signInStep: allowedMFATypes.includes('TOTP')
        ? 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
        : 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP',
    };
  },
  enter$: (context, pending, username) =>
    pending.nextStep.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP'
      ? setUpTotp$(context, pending, username)
      : of({ pending, nextStep: pending.nextStep }),
  answer$: (tools, pending, { challengeResponse }) => {
    const { nextStep: step } = pending;
    if (step.signInStep === 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') {
      return totpSetup$(tools, pending, challengeResponse);
    }
    if (step.signInStep === 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP') {
      return tools.respond$({ EMAIL: checkedEmail(challengeResponse) });
    }
    const { allowedMFATypes } = step as StepOf<'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION'>;
    return checkedChoice(challengeResponse, allowedMFATypes) === 'TOTP'
      ? setUpTotp$(tools.context, pending, tools.username)
      : moved$(pending, { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' });
  },
};

const newPassword: Challenge = {
  read: ({ parameters }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
    missingAttributes: missingAttributesOf(parameters),
  }),
  answer$: ({ respond$ }, { nextStep }, input) => {
    const { missingAttributes } = nextStep as StepOf<'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED'>;
    return respond$({
      ...checkedAttributes(input, missingAttributes),
      NEW_PASSWORD: checkedPassword(RESPONSE, input.challengeResponse),
    });
  },
};

const custom: Challenge = {
  read: ({ parameters }) => ({
    signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE',
    additionalInfo: Object.freeze({ ...parameters }) as Readonly<Record<string, string>>,
  }),
  answer$: ({ respond$ }, _, { challengeResponse }) => respond$({ ANSWER: checkedText(challengeResponse) }),
};

/** The challenges of Cognito that this version knows, by name: how each is read, and how it is answered. */
export const CHALLENGES: ReadonlyMap<string, Challenge> = new Map([
  ['SMS_MFA', code('SMS_MFA_CODE', smsStep)],
  ['SMS_OTP', code('SMS_OTP_CODE', smsStep)],
  [
    'EMAIL_OTP',
    code('EMAIL_OTP_CODE', ({ parameters }) => ({
      signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
      ...deliveryOf(parameters),
    })),
  ],
  [
    'SOFTWARE_TOKEN_MFA',
    code('SOFTWARE_TOKEN_MFA_CODE', () => ({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' }), checkedTotp),
  ],
  ['SELECT_MFA_TYPE', mfaType],
  ['MFA_SETUP', mfaSetup],
  ['NEW_PASSWORD_REQUIRED', newPassword],
  ['CUSTOM_CHALLENGE', custom],
  ['SELECT_CHALLENGE', firstFactor],
  ['PASSWORD', password],
  ['PASSWORD_SRP', password],
]);
