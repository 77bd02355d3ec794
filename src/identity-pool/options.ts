import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import { isObservable } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { SessionSource } from './tenure';

/** The options of `createIdentityPool`. */
export interface IdentityPoolOptions {
  /** As in the Cognito console, `eu-west-1:` and a UUID; the region is read from it. */
  readonly identityPoolId: string;
  /** Another endpoint URL than that of AWS: an emulator, a proxy. */
  readonly identityPoolEndpoint?: string;
  /** Whether who is not signed in gets a guest's credentials. Default: `false`. */
  readonly allowGuestAccess?: boolean;
  /** The scheduler behind every timer and every `now()`. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const IDENTITY_POOL_ID = /^[\w-]+:[0-9a-f-]+$/;
const MAX_ID_LENGTH = 55;

/**
 * Checks what is followed before it is.
 *
 * @throws AuthError of kind `configuration`
 */
export function checkSource(auth: Partial<SessionSource> | null | undefined): void {
  if (!isObservable(auth?.state$) || typeof auth.tokens$ !== 'function') {
    throw malformed('auth', 'what createAuth() returns');
  }
}

/**
 * Reads the options, each once, and checks them before anything is made of them.
 *
 * @throws AuthError of kind `configuration`, naming the option
 */
export function checkedOptions(options: IdentityPoolOptions): IdentityPoolOptions {
  const given = ((options as unknown) ?? {}) as Readonly<Record<keyof IdentityPoolOptions, unknown>>;
  const { identityPoolId, identityPoolEndpoint, allowGuestAccess, scheduler } = given;
  if (!isIdentityPoolId(identityPoolId)) {
    throw malformed(
      'identityPoolId',
      'an identity pool id like eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
    );
  }
  if (identityPoolEndpoint !== undefined && !isEndpoint(identityPoolEndpoint)) {
    throw malformed('identityPoolEndpoint', 'an http or https URL without credentials');
  }
  if (allowGuestAccess !== undefined && typeof allowGuestAccess !== 'boolean') {
    throw malformed('allowGuestAccess', 'true or false');
  }
  if (scheduler !== undefined && !isScheduler(scheduler)) {
    throw malformed('scheduler', 'a SchedulerLike of RxJS');
  }
  return { identityPoolId, identityPoolEndpoint, allowGuestAccess, scheduler } as IdentityPoolOptions;
}

/** The URL to which requests go. */
export function endpointOf({ identityPoolId, identityPoolEndpoint }: IdentityPoolOptions): string {
  if (identityPoolEndpoint !== undefined) return identityPoolEndpoint;
  const region = identityPoolId.split(':')[0] ?? '';
  return `https://cognito-identity.${region}.${suffixOf(region)}/`;
}

function suffixOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}

function malformed(option: string, expected: string): AuthError {
  return new AuthError({
    kind: 'configuration',
    code: 'InvalidOption' satisfies OwnErrorCode,
    message: `The option ${option} is not ${expected}.`,
    recoverySuggestion: `Set ${option} to ${expected}.`,
  });
}

function isIdentityPoolId(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_ID_LENGTH && IDENTITY_POOL_ID.test(value);
}

function isEndpoint(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    const { protocol, username, password } = new URL(value);
    return /^https?:$/.test(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}

function isScheduler(value: unknown): boolean {
  const { now, schedule } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof now === 'function' && typeof schedule === 'function';
}
