import { createTotpSecret } from '../../crypto/totp';
import { CognitoError } from '../../errors';
import type { AppClient } from '../../pool/clients/app-clients';
import type { SignIn } from '../../pool/sessions/pending-sign-in';
import type { Call } from '../../pool/pool';
import type { User } from '../../pool/users/user';
import { answerSession, leavesSession } from '../../sign-in/answer-session';
import { answerChallenge } from '../../sign-in/answers';
import { signInByPassword } from '../../sign-in/first-factor';
import { migrateUser } from '../../sign-in/migration';
import { redeemTotp } from '../../sign-in/mfa';
import { required } from '../../sign-in/parameters';
import { findSignInUser } from '../../sign-in/password';
import type { SignInAnswer } from '../../sign-in/sign-in';
import type { Field, Form } from './pages';

/** What the page asks for next, once the password was right. */
interface LoginStep {
  readonly name: string;
  readonly session: string;
  readonly title: string;
  readonly notice?: string;
  readonly forms: readonly Omit<Form, 'action'>[];
}

/** How far a sign-in at the page has come; without a step it begins again. */
export type LoginProgress =
  { readonly signedInUser: User } | { readonly problem?: string; readonly step?: LoginStep };

type Answers = readonly (readonly [name: string, value: string])[];

/** Takes what a form of the page brings: name and password, or the answer to a challenge. */
export async function takeLoginStep(
  call: Call,
  client: AppClient,
  form: URLSearchParams,
): Promise<LoginProgress> {
  const name = form.get('step');
  try {
    const answer = name === null ? await begin(call, client, form) : await goOn(call, client, name, form);
    if ('signedInUser' in answer) return answer;
    return { step: stepFor(call, answer) };
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    const isAgain = name !== null && leavesSession(error);
    const session = form.get('session') ?? '';
    return { problem: error.message, ...(isAgain && { step: { name, session, ...viewOf(name, {}) } }) };
  }
}

async function begin(call: Call, client: AppClient, form: URLSearchParams): Promise<SignInAnswer> {
  const fields = new Map(form);
  const username = required(fields, 'username').trim();
  await migrateUser(call, client, username, { password: required(fields, 'password') });
  const signIn: SignIn = {
    client,
    user: findSignInUser(call, client, username),
    deviceKey: undefined,
    clientMetadata: {},
    place: 'managedLogin',
    customSteps: undefined,
  };
  return signInByPassword(call, signIn, required(fields, 'password'));
}

async function goOn(
  call: Call,
  client: AppClient,
  name: string,
  form: URLSearchParams,
): Promise<SignInAnswer> {
  const session = form.get('session') ?? undefined;
  if (name === 'MFA_SETUP' && form.has('code')) return proveApp(call, session, form.get('code') ?? '');
  return answerSession(call, session, 'managedLogin', {
    client,
    name,
    responses: new Map(answersOf(name, form)),
    clientMetadata: undefined,
  });
}

function answersOf(name: string, form: URLSearchParams): Answers {
  const field = (key: string) => form.get(key) ?? '';
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED':
      return [
        ['NEW_PASSWORD', field('new_password')],
        ...[...form].filter(([key]) => key.startsWith('userAttributes.')),
      ];
    case 'SELECT_MFA_TYPE':
      return [['ANSWER', field('choice')]];
    case 'MFA_SETUP':
      return [['EMAIL', field('email')]];
    default:
      return [[`${name}_CODE`, field('code').trim()]];
  }
}

// An authenticator app is proven and used in one step here, where the API takes three calls.
async function proveApp(call: Call, session: string | undefined, code: string): Promise<SignInAnswer> {
  const waiting = call.pool.sessions.take(session, call.now);
  const { signIn } = waiting.challenge;
  const { user } = signIn;
  try {
    await redeemTotp(call, user, user.mfa.pendingTotpSecret, code.trim());
  } catch (error) {
    if (session !== undefined) call.pool.sessions.restore(session, waiting);
    throw error;
  }
  user.mfa.totpSecret = user.mfa.pendingTotpSecret;
  user.mfa.pendingTotpSecret = undefined;
  return answerChallenge(
    call,
    signIn,
    { name: 'MFA_SETUP', isProven: true },
    { client: signIn.client, name: 'MFA_SETUP', responses: new Map(), clientMetadata: undefined },
  );
}

function stepFor(call: Call, answer: SignInAnswer): LoginStep {
  if (!('ChallengeName' in answer) || answer.Session === undefined) {
    throw new CognitoError('InternalErrorException', 'The sign-in needs a step that the page does not know.');
  }
  const { ChallengeName: name, ChallengeParameters: parameters, Session: session } = answer;
  if (name !== 'MFA_SETUP') return { name, session, ...viewOf(name, parameters) };
  const waiting = call.pool.sessions.take(session, call.now);
  call.pool.sessions.restore(session, waiting);
  if (!call.pool.rules.enabledMfas.includes('SOFTWARE_TOKEN_MFA')) {
    return { name, session, ...EMAIL_SETUP };
  }
  const secret = createTotpSecret(call.random);
  waiting.challenge.signIn.user.mfa.pendingTotpSecret = secret;
  return { name, session, ...viewOf(name, { SECRET_CODE: secret }) };
}

type View = Omit<LoginStep, 'name' | 'session'>;

const CODE: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code' };

const EMAIL_SETUP: View = {
  title: 'Set up a second factor',
  forms: [
    { fields: [{ name: 'email', label: 'Email address', type: 'email' }], button: { text: 'Send a code' } },
  ],
};

function viewOf(name: string, parameters: Readonly<Record<string, string>>): View {
  const codeForm = { fields: [CODE], button: { text: 'Confirm' } };
  const destination = parameters['CODE_DELIVERY_DESTINATION'];
  const secret = parameters['SECRET_CODE'];
  switch (name) {
    case 'NEW_PASSWORD_REQUIRED':
      return { title: 'Choose a new password', forms: [newPasswordForm(parameters)] };
    case 'SELECT_MFA_TYPE':
      return {
        title: 'Choose a second factor',
        forms: (JSON.parse(parameters['MFAS_CAN_CHOOSE'] ?? '[]') as readonly string[]).map((choice) => ({
          fields: [],
          button: { text: choice, name: 'choice', value: choice },
        })),
      };
    case 'MFA_SETUP':
      return {
        title: 'Set up an authenticator app',
        ...(secret !== undefined && { notice: `Secret key: ${secret}` }),
        forms: [codeForm],
      };
    default:
      return {
        title: 'Enter the code',
        ...(destination !== undefined && { notice: `A code was sent to ${destination}.` }),
        forms: [codeForm],
      };
  }
}

function newPasswordForm(parameters: Readonly<Record<string, string>>): Omit<Form, 'action'> {
  const missing = JSON.parse(parameters['requiredAttributes'] ?? '[]') as readonly string[];
  return {
    fields: [
      { name: 'new_password', label: 'New password', type: 'password', autocomplete: 'new-password' },
      ...missing.map((name) => ({ name, label: name.replace('userAttributes.', '') })),
    ],
    button: { text: 'Change the password' },
  };
}
