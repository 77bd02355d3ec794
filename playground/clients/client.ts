import type { Observable } from 'rxjs';
import type { Told } from '../verdict';
import type { WatchedStorage } from '../watched-storage';

/** Where a client finds its user pool. */
export interface ClientOptions {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly storage: WatchedStorage;
}

/** How a user signs in, wherever a code is asked for. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly code: () => Promise<string>;
}

/** What the caller of a sign-out was told. */
export interface Report {
  readonly told: Told;
  readonly words: string;
  /** Each step, where there is word of them. */
  readonly steps?: Readonly<Record<string, string>>;
  /** Tries the steps again that are open. */
  readonly retry?: () => Promise<Report>;
}

/** A library, as an application would hold it. */
export interface Client {
  /** What it says of itself now. */
  says(): Promise<{ readonly isSignedIn: boolean; readonly words: string }>;
  signIn(credentials: Credentials): Promise<void>;
  refresh(): Promise<unknown>;
  /** Rejects where the caller gets an error. */
  signOut(isGlobal: boolean): Promise<Report>;
  /** Emits where it may have something new to say of itself. */
  readonly changes$: Observable<unknown>;
  destroy(): void;
}

/** A library: how its clients are made. */
export type CreateClient = (options: ClientOptions) => Client;
