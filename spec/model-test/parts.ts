import type { Scheduler } from 'fast-check';
import type { Subscription } from 'rxjs';
import type { Auth, AuthError, AuthState, SignOutResult } from '../../src';
import type { UserPool } from '../../src/emulator';
import type { TestTime } from '../integration/sign-out/fixture';
import type { InProcessNetwork } from './in-process-client';
import type { Tab } from './tab';
import type { HintChannelConstructor } from './tab-hints';
import type { UnreliableStorage } from './unreliable-storage';

/** The password of every user. */
export const PASSWORD = 'Passw0rd!';

/** What can be asked of an `Auth`, from wherever. */
export type Action = (instance: Instance, world: World) => void;

/** From where something can be asked: subscribers, handlers of an operation, cleanups. */
export type Place =
  | 'state$'
  | 'events$'
  | 'errors$'
  | 'result'
  | 'error'
  | 'complete'
  | 'beforeRevoke'
  | 'afterClear'
  | 'storage';

/** A sign-out that was asked for, and what came of it. */
export interface AskedSignOut {
  /** The sign-ins whose tokens the instance held, or might have been about to hold, when it was asked for. */
  readonly families: readonly string[];
  /** What of their tokens was alive then. */
  readonly tokens: readonly string[];
  /** The one that ran already. */
  readonly joined?: AskedSignOut;
  result?: SignOutResult;
  error?: AuthError;
}

/** One `Auth`, in a tab of its own, and what it was asked and said. */
export interface Instance {
  readonly tab: Tab;
  readonly auth: Auth;
  readonly signOuts: AskedSignOut[];
  readonly errors: AuthError[];
  readonly glitches: string[];
  /** The sign-ins that were asked for. */
  readonly signIns: Subscription[];
  /** What it does the next time that a place is reached. */
  readonly planned: Map<Place, Action[]>;
  /** The state that it was told last. */
  told: AuthState;
  lastAsked: 'nothing' | 'signIn' | 'signOut';
  lastUsername: string;
  isDestroyed: boolean;
}

/** A pool, a storage, and the instances that share them. */
export interface World {
  readonly scheduler: Scheduler;
  readonly pool: UserPool;
  readonly time: TestTime;
  readonly network: InProcessNetwork;
  readonly storage: UnreliableStorage;
  readonly hintChannelOf: (tab: Tab) => HintChannelConstructor;
  readonly instances: Instance[];
  hasFaults: boolean;
  /** How long answers have been waited for in sum; beyond the limit of its kind an answer is nobody's any more. */
  waitedMs: number;
  /** The number of requests that the server holds. */
  held: number;
}
