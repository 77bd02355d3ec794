import type { RunningUserPool } from 'rx-cognito/emulator';
import type { WatchedStorage } from './watched-storage';

/** The user of every run. */
export const USER = { username: 'ada', password: 'Passw0rd!' } as const;

/** A client, as far as a run needs it. */
export interface Client {
  signIn(): Promise<unknown>;
  refresh(): Promise<unknown>;
  /** Resolves with what the caller is told; rejects where the caller gets an error. */
  signOut(globalSignOut: boolean): Promise<string>;
  /** What the client itself says. */
  isSignedIn(): Promise<boolean>;
}

/** A library under test. */
export interface Contestant {
  readonly name: string;
  create(pool: RunningUserPool, storage: WatchedStorage): Client;
}
