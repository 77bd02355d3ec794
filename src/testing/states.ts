import type {
  AuthUser,
  RestoringState,
  SignedInState,
  SignedOutReason,
  SignedOutState,
  SigningInState,
  SigningOutState,
} from 'rx-cognito';

/** Far enough in the future for every spec that does not care: 2100-01-01T00:00:00Z. */
export const NEVER_EXPIRES_AT = Date.UTC(2100, 0, 1);

/** Makes a user, `ada` where nothing else is said. */
export function testUser(user: Partial<AuthUser> = {}): AuthUser {
  const { username = 'ada', groups = [], loginId, claims } = user;
  return Object.freeze({
    username,
    userId: user.userId ?? `sub-of-${username}`,
    groups: Object.freeze([...groups]),
    ...(loginId === undefined ? {} : { loginId }),
    ...(claims === undefined ? {} : { claims: Object.freeze({ ...claims }) }),
  });
}

/** Makes the state in which an asynchronous storage is being read. */
export function restoringState(): RestoringState {
  return Object.freeze({ status: 'restoring' });
}

/** Makes the state in which nobody is signed in. */
export function signedOutState(reason: SignedOutReason = 'noSession', lastUsername?: string): SignedOutState {
  return Object.freeze({
    status: 'signedOut',
    reason,
    ...(lastUsername === undefined ? {} : { lastUsername }),
  });
}

/** Makes the state in which a sign-in is under way, with a challenge to answer where one is given. */
export function signingInState(fields: Omit<SigningInState, 'status'> = {}): SigningInState {
  return Object.freeze({ ...fields, status: 'signingIn' });
}

/** Makes the state in which a user is signed in, with fresh tokens that live until 2100 where nothing else is said. */
export function signedInState(
  fields: Partial<Omit<SignedInState, 'status' | 'user'>> & { readonly user?: Partial<AuthUser> } = {},
): SignedInState {
  const { user, freshness = 'fresh', expiresAt = NEVER_EXPIRES_AT } = fields;
  return Object.freeze({ status: 'signedIn', user: testUser(user), freshness, expiresAt });
}

/** Makes the state in which a sign-out runs. */
export function signingOutState(
  fields: Partial<Omit<SigningOutState, 'status' | 'user'>> & { readonly user?: Partial<AuthUser> } = {},
): SigningOutState {
  const { user, scope = 'local' } = fields;
  const step = fields.step ?? (scope === 'global' ? 'globalSignOut' : 'revokeToken');
  return Object.freeze({ status: 'signingOut', user: testUser(user), scope, step });
}
