import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { createWebPendingChallengeStore } from '../../../src/adapters/storage/web-pending-challenge-store';
import type { TabScope } from '../../../src/adapters/storage/web-pending-challenge-store';
import type { StoredChallenge } from '../../../src/model/pending-challenge';
import { writeChallenge } from '../../../src/model/write-challenge';
import { IDENTITY } from '../../fakes/fake-tokens';

const stored: StoredChallenge = {
  epoch: 'e',
  username: 'ada',
  pending: {
    name: 'SMS_MFA',
    session: 'session-1',
    answersAs: 'ada',
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' },
    resumableUntil: 1,
  },
};

const tab = (sessionStorage: unknown = createMemoryStorage()): TabScope =>
  ({ window: {}, sessionStorage }) as unknown as TabScope;

describe('createWebPendingChallengeStore', () => {
  it('keeps a challenge for the next page of the tab, until it is cleared', () => {
    const scope = tab();
    createWebPendingChallengeStore(IDENTITY, scope).write(writeChallenge(stored, IDENTITY));
    const next = createWebPendingChallengeStore(IDENTITY, scope);
    expect(next.read()).toEqual(stored);
    next.clear();
    expect(next.read()).toBeUndefined();
  });

  it('keeps nothing between app clients', () => {
    const scope = tab();
    createWebPendingChallengeStore(IDENTITY, scope).write(writeChallenge(stored, IDENTITY));
    const other = createWebPendingChallengeStore({ ...IDENTITY, userPoolClientId: 'other' }, scope);
    expect(other.read()).toBeUndefined();
  });

  const refuse = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };

  it.each<[string, TabScope]>([
    ['on a server, which all users share', { sessionStorage: createMemoryStorage() }],
    ['where there is no storage', { window: {} }],
    ['where every call throws', tab({ getItem: refuse, setItem: refuse, removeItem: refuse })],
    ['where the access throws', Object.defineProperty({ window: {} }, 'sessionStorage', { get: refuse })],
  ])('keeps nothing, and does not throw, %s', (_where, scope) => {
    const store = createWebPendingChallengeStore(IDENTITY, scope);
    store.write(writeChallenge(stored, IDENTITY));
    expect(store.read()).toBeUndefined();
    expect(() => {
      store.clear();
    }).not.toThrow();
  });

  it('looks at the global object where no other is given', () => {
    expect(createWebPendingChallengeStore(IDENTITY).read()).toBeUndefined();
  });
});
