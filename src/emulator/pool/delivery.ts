import type { CodePurpose } from './outbox';
import type { Call } from './pool';
import type { User } from './user';

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
  call.pool.outbox.push({ username: user.username, medium, destination, code, purpose, at: call.now });
  return { AttributeName: attribute, DeliveryMedium: medium, Destination: mask(destination) };
}

/** Shows only enough of an address for its owner to recognise it. */
export function mask(destination: string): string {
  const [name = '', domain] = destination.split('@');
  return domain === undefined
    ? `+${'*'.repeat(Math.max(0, destination.length - 5))}${destination.slice(-4)}`
    : `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
