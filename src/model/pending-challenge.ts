import { isFields, parseFields } from './fields';
import type { Fields } from './fields';
import type { ClientIdentity } from './session';
import type { SignInStateStep } from './sign-in-step';

/** How long a reload may resume a challenge, milliseconds: the shortest life that Cognito gives its session. */
export const RESUMABLE_MS = 180_000;

/** The version of the records that this library writes. */
export const RECORD_VERSION = 1;

/** A challenge that waits for its answer. `session` is a secret: it never leaves the flow, but for its own storage. */
export interface PendingChallenge {
  /** The challenge as Cognito names it, which the answer must name as well. */
  readonly name: string;
  readonly session: string | undefined;
  /** The user as the answer must name them; an alias becomes the user name here. */
  readonly answersAs: string;
  readonly nextStep: SignInStateStep;
  /** Until when a reload may resume it, epoch milliseconds. */
  readonly resumableUntil: number;
  /** The first factor that was chosen, where its password is still to come. */
  readonly chosen?: 'PASSWORD' | 'PASSWORD_SRP';
  /** What the prompt for a passkey is opened with, as Cognito gave it. */
  readonly passkeyOptions?: string;
  /** The authenticator app has shown a right code; what is left is to tell the sign-in so. */
  readonly isVerified?: true;
}

/** A challenge as it outlives a reload. */
export interface StoredChallenge {
  /** The epoch of the stored session, or of its absence, in which the sign-in began. */
  readonly epoch: string | undefined;
  /** The user name as it was typed. */
  readonly username: string;
  readonly pending: PendingChallenge;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isOptionalText = (value: unknown): value is string | undefined => value === undefined || isText(value);

const isString = (value: unknown): value is string => typeof value === 'string';
const listOf = (value: unknown): unknown =>
  Array.isArray(value) ? Object.freeze(value.filter(isString)) : undefined;
const recordOf = (value: unknown): unknown =>
  isFields(value)
    ? Object.freeze(Object.fromEntries(Object.entries(value).filter(([, text]) => isString(text))))
    : undefined;

const STEP_FIELDS: Readonly<Record<string, (value: unknown) => unknown>> = {
  signInStep: (value) => value,
  codeDeliveryDetails: recordOf,
  allowedMFATypes: listOf,
  availableChallenges: listOf,
  additionalInfo: recordOf,
  missingAttributes: listOf,
};

/** Builds a step anew, field by field: what is not of the right kind is left out. */
function stepOf(step: Fields): SignInStateStep {
  const fields = Object.entries(STEP_FIELDS).map(([field, read]) => [field, read(step[field])] as const);
  return Object.freeze(
    Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
  ) as unknown as SignInStateStep;
}

function pendingOf(value: unknown): PendingChallenge | undefined {
  if (!isFields(value)) return undefined;
  const { name, session, answersAs, nextStep, resumableUntil, chosen, passkeyOptions, isVerified } = value;
  if (!isText(name) || !isOptionalText(session) || !isText(answersAs)) return undefined;
  if (typeof resumableUntil !== 'number') return undefined;
  if (!isFields(nextStep) || !isText(nextStep['signInStep'])) return undefined;
  return {
    name,
    session,
    answersAs,
    nextStep: stepOf(nextStep),
    resumableUntil,
    ...(chosen === 'PASSWORD' || chosen === 'PASSWORD_SRP' ? { chosen } : {}),
    ...(isText(passkeyOptions) ? { passkeyOptions } : {}),
    ...(isVerified === true ? { isVerified } : {}),
  };
}

/** Reads a record; `undefined` where it is corrupt, from another version or client. Takes known keys only, never throws. */
export function readChallengeRecord(text: unknown, identity: ClientIdentity): StoredChallenge | undefined {
  const record = isText(text) ? parseFields(text) : undefined;
  if (record?.['version'] !== RECORD_VERSION) return undefined;
  const { userPoolId, userPoolClientId, epoch, username } = record;
  if (userPoolId !== identity.userPoolId || userPoolClientId !== identity.userPoolClientId) return undefined;
  const pending = pendingOf(record['pending']);
  if (!pending || !isOptionalText(epoch) || !isText(username)) return undefined;
  return { epoch, username, pending };
}

/** Whether a reload may still resume it: it is of the epoch that is stored now, and neither too old nor from a clock gone wrong. */
export function isResumable(stored: StoredChallenge, epoch: string | undefined, now: number): boolean {
  const leftMs = stored.pending.resumableUntil - now;
  return stored.epoch === epoch && leftMs > 0 && leftMs <= RESUMABLE_MS;
}
