import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthInput } from '../model/auth-input';
import type { Situation } from '../model/situation';
import type { SessionEnd, TabChannel } from '../ports/environment';
import type { Telling } from './telling';

/** Whether an input is what this tab did to the stored record: other tabs have to hear of that. */
function concernsOtherTabs(input: AuthInput): boolean {
  switch (input.type) {
    case 'sessionBegun':
    case 'signOutStarted':
    case 'signInCutOff':
      return true;
    case 'tokensRefreshed':
    case 'sessionEnded':
      return input.isOwn;
    default:
      return false;
  }
}

/** A situation that an input brought about. */
interface Move {
  readonly input: AuthInput;
  readonly after: Situation;
  /** How many came before it. */
  readonly nth: number;
}

/** Returns which session a move has ended here, by the user's word or since its tokens were refused: what others did is theirs to tell. */
function endOf({ input, after: { endedEpoch, epoch } }: Move): SessionEnd | undefined {
  const isEnd = input.type === 'signOutStarted' || input.type === 'sessionEnded';
  return isEnd && endedEpoch !== undefined ? { endedEpoch, epoch } : undefined;
}

/** The moves of a machine, and what follows from each: in the order in which they were judged, whoever calls back in on the way. */
export interface Moves {
  /** Hot; each move, when its turn comes. */
  readonly moves$: Observable<Move>;
  /** How many there have been. */
  readonly judged: number;
  add(input: AuthInput, after: Situation): void;
  /** Cuts off what waits for what is over, and tells other tabs; subscribers only where somebody has asked for it. */
  follow(): void;
  /** Does the same, and tells subscribers. */
  readonly tell: () => void;
  /** Does some work before anybody is told, or anything cut off. */
  ahead(work: () => unknown): void;
}

/** Creates the queue of moves. */
export function createMoves({ announce }: Pick<TabChannel, 'announce'>, telling: Telling): Moves {
  const moves$ = new Subject<Move>();
  /** Moves whose consequences are still to come. */
  const waiting: Move[] = [];
  let judged = 0;
  let isFollowing = false;
  let isToTell = false;

  const whileFollowing = (work: () => unknown): void => {
    const wasFollowing = isFollowing;
    isFollowing = true;
    try {
      work();
    } finally {
      isFollowing = wasFollowing;
    }
  };

  const follow = (): void => {
    if (isFollowing) return;
    whileFollowing(() => {
      for (let move = waiting.shift(); move; move = waiting.shift()) {
        moves$.next(move);
        if (concernsOtherTabs(move.input)) announce(endOf(move));
      }
    });
    if (!isToTell) return;
    isToTell = false;
    telling.drain();
  };

  return {
    moves$,
    get judged() {
      return judged;
    },
    add(input, after) {
      waiting.push({ input, after, nth: judged });
      judged += 1;
    },
    follow,
    tell() {
      isToTell = true;
      follow();
    },
    ahead: whileFollowing,
  };
}
