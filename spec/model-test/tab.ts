import type { SchedulerAction, SchedulerLike } from 'rxjs';

/** The page that an instance lives in: frozen, it does nothing until it thaws; crashed, it never does anything again. */
export interface Tab {
  readonly status: 'awake' | 'frozen' | 'crashed';
  /** It freezes when its next request is sent. */
  isDrowsy: boolean;
  freeze(): void;
  /** What was held back happens now, in the order in which it came. */
  thaw(): void;
  crash(): void;
  /** Does the work now, or when the tab thaws; never where it has crashed. */
  whenAwake(work: () => void): void;
  /** Resolves when the tab is awake; never where it has crashed. */
  untilAwake(): Promise<void>;
}

/** Creates a tab that is awake. */
export function createTab(): Tab {
  let status: Tab['status'] = 'awake';
  let heldBack: (() => void)[] = [];
  const tab: Tab = {
    get status() {
      return status;
    },
    isDrowsy: false,
    freeze: () => {
      tab.isDrowsy = false;
      if (status === 'awake') status = 'frozen';
    },
    thaw: () => {
      tab.isDrowsy = false;
      if (status !== 'frozen') return;
      status = 'awake';
      const late = heldBack;
      heldBack = [];
      late.forEach((work) => {
        tab.whenAwake(work);
      });
    },
    crash: () => {
      status = 'crashed';
      heldBack = [];
    },
    whenAwake: (work) => {
      if (status === 'awake') work();
      else if (status === 'frozen') heldBack.push(work);
    },
    untilAwake: () =>
      new Promise((resolve) => {
        tab.whenAwake(resolve);
      }),
  };
  return tab;
}

/** The timers of a tab: those that are due while it is frozen fire when it thaws. */
export function timersOf(tab: Tab, scheduler: SchedulerLike): SchedulerLike {
  return {
    now: () => scheduler.now(),
    schedule: <T>(work: (this: SchedulerAction<T>, state: T) => void, delay?: number, state?: T) =>
      scheduler.schedule(
        function (this: SchedulerAction<T>, given?: T) {
          tab.whenAwake(() => {
            if (!this.closed) work.call(this, given as T);
          });
        },
        delay,
        state,
      ),
  };
}
