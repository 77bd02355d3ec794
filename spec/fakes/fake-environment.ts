import { Subject } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Environment, SessionEnd, TabChannel } from '../../src/ports/environment';

/** A page whose switches specs turn. */
export interface FakeEnvironment extends Environment {
  online: boolean;
  visible: boolean;
  /** What `random()` returns. */
  randomNumber: number;
  readonly resumed$: Subject<void>;
  readonly idle$: Subject<void>;
}

/** Creates a page that is online and visible; its ids are `id-1`, `id-2`, … */
export function createFakeEnvironment(scheduler: SchedulerLike): FakeEnvironment {
  let ids = 0;
  const environment: FakeEnvironment = {
    online: true,
    visible: true,
    randomNumber: 0.5,
    resumed$: new Subject<void>(),
    idle$: new Subject<void>(),
    isOnline: () => environment.online,
    isVisible: () => environment.visible,
    userAgent: () => 'a browser',
    uptimeMs: () => scheduler.now(),
    random: () => environment.randomNumber,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  };
  return environment;
}

/** A channel to tabs that are not there. */
export interface FakeTabChannel extends TabChannel {
  /** How often this tab told the others. */
  readonly announcements: number;
  /** `next()` plays another tab that hints. */
  readonly hints$: Subject<SessionEnd | undefined>;
  /** What was told with the announcements. */
  readonly toldEnds: readonly (SessionEnd | undefined)[];
}

/** Creates the channel. */
export function createFakeTabChannel(): FakeTabChannel {
  const toldEnds: (SessionEnd | undefined)[] = [];
  return {
    get announcements() {
      return toldEnds.length;
    },
    toldEnds,
    hints$: new Subject<SessionEnd | undefined>(),
    announce: (end) => {
      toldEnds.push(end);
    },
  };
}
