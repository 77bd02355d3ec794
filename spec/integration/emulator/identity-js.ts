import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import type {
  CognitoUserSession,
  IAuthenticationCallback,
  ICognitoStorage,
  NodeCallback,
} from 'amazon-cognito-identity-js';
import type { RunningUserPool } from 'rx-cognito/emulator';
import type { SessionTokens } from './pool';

/** Where a sign-in stands: which callback amazon-cognito-identity-js called, and with what. */
type Step =
  | { readonly called: 'onSuccess'; readonly session: CognitoUserSession }
  | {
      readonly called: Exclude<keyof IAuthenticationCallback, 'onSuccess' | 'onFailure'>;
      readonly values: readonly unknown[];
    };

/** Runs one call of a sign-in and returns where that leads; a failure is thrown. */
export function step(run: (callbacks: Required<IAuthenticationCallback>) => void): Promise<Step> {
  return new Promise((resolve, reject) => {
    const challenge =
      (called: Extract<Step, { values: unknown }>['called']) =>
      (...values: unknown[]) => {
        resolve({ called, values });
      };
    run({
      onSuccess: (session) => {
        resolve({ called: 'onSuccess', session });
      },
      onFailure: reject,
      newPasswordRequired: challenge('newPasswordRequired'),
      mfaRequired: challenge('mfaRequired'),
      totpRequired: challenge('totpRequired'),
      customChallenge: challenge('customChallenge'),
      mfaSetup: challenge('mfaSetup'),
      selectMFAType: challenge('selectMFAType'),
    });
  });
}

/** Runs a call that takes a callback as Node has them. */
export function called<T>(run: (callback: NodeCallback<Error | null, T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    run((error, result) => {
      if (error) reject(error);
      else resolve(result as T);
    });
  });
}

/** Runs a call that takes `onSuccess` and `onFailure`. */
export function succeeded<T>(
  run: (callbacks: { onSuccess: (result: T) => void; onFailure: (error: Error) => void }) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    run({ onSuccess: resolve, onFailure: reject });
  });
}

/** Makes a user as an application makes one when it starts, with a storage that may be of an earlier start. */
export function userOf(
  pool: RunningUserPool,
  Storage: ICognitoStorage = memoryStorage(),
  Username = 'alice',
): CognitoUser {
  const Pool = new CognitoUserPool({
    UserPoolId: pool.userPoolId,
    ClientId: pool.userPoolClientId,
    endpoint: pool.endpoint,
    Storage,
  });
  return new CognitoUser({ Username, Pool, Storage });
}

/** Signs in by SRP. */
export function signIn(user: CognitoUser, Password: string): Promise<Step> {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password });
  return step((callbacks) => {
    user.authenticateUser(details, callbacks);
  });
}

/** The session that a step led to. */
export function sessionOf(reached: Step): CognitoUserSession {
  if (reached.called !== 'onSuccess') throw new Error(`The sign-in is not over: ${reached.called}`);
  return reached.session;
}

/** The tokens of a session. */
export function tokensOf(session: CognitoUserSession): SessionTokens {
  const payload: { readonly device_key?: string } = session.getAccessToken().decodePayload();
  return {
    accessToken: session.getAccessToken().getJwtToken(),
    refreshToken: session.getRefreshToken().getToken(),
    deviceKey: payload.device_key,
  };
}

/** Makes a storage that answers as `localStorage` does. */
export function memoryStorage(): ICognitoStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
    removeItem: (key) => {
      items.delete(key);
    },
    clear: () => {
      items.clear();
    },
  };
}
