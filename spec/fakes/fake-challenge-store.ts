import { readChallengeRecord } from '../../src/model/pending-challenge';
import type { StoredChallenge } from '../../src/model/pending-challenge';
import type { PendingChallengeStore } from '../../src/ports/pending-challenge-store';
import { IDENTITY } from './fake-tokens';

/** A store of the pending challenge that specs look into. */
export interface FakeChallengeStore extends PendingChallengeStore {
  /** What is kept; set it to play a page that was reloaded. */
  stored: StoredChallenge | undefined;
}

/** Creates an empty store. */
export function createFakeChallengeStore(): FakeChallengeStore {
  const challenges: FakeChallengeStore = {
    stored: undefined,
    read: () => challenges.stored,
    write: (record) => {
      challenges.stored = readChallengeRecord(record, IDENTITY);
    },
    clear: () => {
      challenges.stored = undefined;
    },
  };
  return challenges;
}
