import type { StoredChallenge } from '../model/pending-challenge';

/**
 * Keeps the challenge of a sign-in over a reload of the page, for this tab alone. Every call is synchronous and none
 * throws: where nothing can be kept, a reload starts the sign-in anew.
 */
export interface PendingChallengeStore {
  read(): StoredChallenge | undefined;
  /** Writes a record, as `writeChallenge` makes it. */
  write(record: string): void;
  clear(): void;
}
