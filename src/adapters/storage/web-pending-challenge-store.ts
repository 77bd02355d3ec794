import { readChallengeRecord } from '../../model/pending-challenge';
import type { ClientIdentity } from '../../model/session';
import type { PendingChallengeStore } from '../../ports/pending-challenge-store';

/** The part of the global object that is looked at; `sessionStorage` may throw on access. */
export interface TabScope {
  readonly window?: unknown;
  readonly sessionStorage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/**
 * Creates the store over `sessionStorage`, which is the tab's own and ends with it. A server has none, and shall have
 * none: all its users' requests would share it.
 */
export function createWebPendingChallengeStore(
  identity: ClientIdentity,
  scope: TabScope = globalThis,
): PendingChallengeStore {
  const key = `rx-cognito.${identity.userPoolClientId}.challenge`;
  const attempt = <T>(access: (storage: NonNullable<TabScope['sessionStorage']>) => T): T | undefined => {
    try {
      return scope.window !== undefined && scope.sessionStorage ? access(scope.sessionStorage) : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    read: () =>
      readChallengeRecord(
        attempt((storage) => storage.getItem(key)),
        identity,
      ),
    write: (record) => {
      attempt((storage) => {
        storage.setItem(key, record);
      });
    },
    clear: () => {
      attempt((storage) => {
        storage.removeItem(key);
      });
    },
  };
}
