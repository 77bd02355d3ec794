import { AsyncSubject, map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthInput } from '../model/auth-input';
import type { Situation } from '../model/situation';
import { eventOf, transition } from '../model/transition';
import type { TabChannel } from '../ports/environment';
import { createCutOffs } from './cut-offs';
import type { CutOffs } from './cut-offs';
import { createMoves } from './moves';
import { createStreams } from './streams';
import type { Streams } from './streams';
import { createTelling } from './telling';

/** How an input is sent. */
interface SendOptions {
  /** What has to happen between the new state and anybody's hearing of it: the clearing of the storage. */
  readonly meanwhile?: () => unknown;
  /** The sender holds a lock, or a turn, in which no line of anybody else's may run, and calls `tell` after it. */
  readonly isToldLater?: boolean;
}

/** The one place where state and session live: inputs go in, and are judged at once; states, events and errors come out. */
export interface AuthMachine extends CutOffs, Streams {
  /** The newest situation: what every flow decides by. */
  readonly now: Situation;
  /** Hot; each new situation, at the moment in which it comes about, before anybody outside is told. */
  readonly moves$: Observable<Situation>;
  /** Judges an input against the newest situation, and says whether it was taken. */
  send(input: AuthInput, options?: SendOptions): boolean;
  /** Tells what was sent to be told later; it is also told before whatever is sent next. */
  tell(): void;
  /** Cuts everything off that waits and completes the streams; inputs change nothing from then on. */
  destroy(): void;
  /** Fires, and completes, at {@link AuthMachine.destroy}; for whoever subscribes later, at once. */
  readonly destroyed$: Observable<void>;
  /** Whether that has happened. */
  readonly isDestroyed: boolean;
}

/**
 * Creates the machine in its first state.
 *
 * @param judge - returns what follows, and `happened` the public event of it; others than the model's are for who drives the
 * machine by hand: `rx-cognito/testing`
 */
export function createAuthMachine(
  tabs: Pick<TabChannel, 'announce'>,
  judge: typeof transition = transition,
  happened: typeof eventOf = eventOf,
): AuthMachine {
  let now: Situation = Object.freeze({ state: Object.freeze({ status: 'restoring' }) });
  let isDestroyed = false;
  const destroyed$ = new AsyncSubject<void>();
  const telling = createTelling();
  const moves = createMoves(tabs, telling);
  const { add, complete, ...streams } = createStreams(now.state, telling, moves);

  const machine: Omit<AuthMachine, keyof CutOffs> = {
    get now() {
      return now;
    },
    get isDestroyed() {
      return isDestroyed;
    },
    ...streams,
    moves$: moves.moves$.pipe(map(({ after }) => after)),
    destroyed$: destroyed$.asObservable(),
    send(input, { meanwhile, isToldLater = false } = {}) {
      if (isDestroyed) return false;
      const before = now;
      const after = judge(before, input);
      const event = happened(before, input, after);
      if (after === before && !event) return false;
      // The order of what follows is the promise of this file. With the new situation the old tokens are gone from memory …
      now = Object.freeze(after);
      add(before.state, after.state, event);
      moves.add(input, after);
      // … then they leave the storage, before a line of anybody else's runs, …
      if (meanwhile) moves.ahead(meanwhile);
      // … what waits for the old session or attempt is cut off, other tabs are told, and this one's subscribers last.
      if (isToldLater) moves.follow();
      else moves.tell();
      return true;
    },
    tell: moves.tell,
    destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      destroyed$.next();
      destroyed$.complete();
      complete();
    },
  };
  return Object.assign(machine, createCutOffs(machine, moves));
}
