import type { CodePurpose, SentCode } from './outbox';
import type { Call } from '../pool';
import { runTrigger } from '../triggers/triggers';
import type { User } from '../users/user';

const HOUR_MS = 3_600_000;

const CODE_VALIDITY_MS = { signUp: 24 * HOUR_MS, verifyAttribute: 24 * HOUR_MS, forgotPassword: HOUR_MS };

/** `CodeDeliveryDetails` of an answer. */
export interface CodeDelivery {
  readonly AttributeName: string;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly Destination: string;
}

/** Makes a code that the user must bring back in time, and sends it. */
export function sendVerificationCode(
  call: Call,
  user: User,
  purpose: keyof typeof CODE_VALIDITY_MS,
  attribute: string,
): CodeDelivery {
  const code = call.random.digits(6);
  const expiresAt = call.now + CODE_VALIDITY_MS[purpose];
  call.pool.codes.expect(user, codeKey(purpose, attribute), { code, expiresAt });
  return deliver(call, user, purpose, attribute, code);
}

/** Names what a code is for: codes that verify different attributes do not replace one another. */
export function codeKey(purpose: CodePurpose, attribute: string): string {
  return purpose === 'verifyAttribute' ? `${purpose} ${attribute}` : purpose;
}

/** Puts a code into the outbox and describes its way as Cognito does: with the destination masked. */
export function deliver(
  call: Call,
  user: User,
  purpose: CodePurpose,
  attribute: string,
  code: string,
): CodeDelivery {
  const medium = attribute === 'phone_number' ? 'SMS' : 'EMAIL';
  const destination = user.attributes.get(attribute) ?? '';
  const wording = wordingOf(call, user, purpose, medium, code);
  call.pool.outbox.push({
    username: user.username,
    medium,
    destination,
    code,
    purpose,
    at: call.now,
    ...wording,
  });
  return { AttributeName: attribute, DeliveryMedium: medium, Destination: mask(destination) };
}

const PLACEHOLDER = '{####}';

const OCCASIONS: Readonly<Record<CodePurpose, string>> = {
  signUp: 'SignUp',
  forgotPassword: 'ForgotPassword',
  verifyAttribute: 'VerifyUserAttribute',
  mfa: 'Authentication',
  signIn: 'Authentication',
  invitation: 'AdminCreateUser',
};

function wordingOf(
  { pool }: Call,
  user: User,
  purpose: CodePurpose,
  medium: SentCode['medium'],
  code: string,
): Pick<SentCode, 'text' | 'subject'> {
  const answer = runTrigger('CustomMessage', () =>
    pool.rules.triggers?.customMessage?.({
      triggerSource: `CustomMessage_${OCCASIONS[purpose]}`,
      userPoolId: pool.id,
      clientId: '',
      userName: user.username,
      userAttributes: Object.fromEntries(user.attributes),
      clientMetadata: {},
      codeParameter: PLACEHOLDER,
    }),
  );
  const text = medium === 'SMS' ? answer?.smsMessage : answer?.emailMessage;
  const subject = medium === 'SMS' ? undefined : answer?.emailSubject;
  return {
    ...(text !== undefined && { text: text.replaceAll(PLACEHOLDER, () => code) }),
    ...(subject !== undefined && { subject }),
  };
}

/** Shows only enough of an address for its owner to recognise it. */
export function mask(destination: string): string {
  const [name = '', domain] = destination.split('@');
  return domain === undefined
    ? `+${'*'.repeat(Math.max(0, destination.length - 5))}${destination.slice(-4)}`
    : `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
