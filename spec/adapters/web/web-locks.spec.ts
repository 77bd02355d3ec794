import { NEVER, Observable, VirtualTimeScheduler, concat, of, throwError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { createWebLocks } from '../../../src/adapters/web/web-locks';
import type { WebScope } from '../../../src/adapters/web/web-scope';

const crypto = { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) };

interface Waiter {
  readonly run: () => Promise<unknown>;
  readonly settle: (work: Promise<unknown>) => void;
}

/** A LockManager of one lock, after the Web Locks specification: granted in order, later than asked for. */
const lockManager = () => {
  const waiting: Waiter[] = [];
  let isHeld = false;
  const grant = async (): Promise<void> => {
    await Promise.resolve();
    const next = isHeld ? undefined : waiting.shift();
    if (!next) return;
    isHeld = true;
    const work = next.run();
    await work.catch(() => undefined);
    isHeld = false;
    next.settle(work);
    await grant();
  };
  const request = (name: string, { signal }: LockOptions, callback: () => unknown): Promise<unknown> => {
    names.push(name);
    return new Promise((resolve, reject) => {
      const waiter = {
        run: () => Promise.resolve(callback()),
        settle: (work: Promise<unknown>) => resolve(work),
      };
      signal?.addEventListener('abort', () => {
        const index = waiting.indexOf(waiter);
        if (index < 0) return;
        waiting.splice(index, 1);
        reject(new DOMException('Aborted.', 'AbortError'));
      });
      waiting.push(waiter);
      void grant();
    });
  };
  const names: string[] = [];
  return {
    locks: { request } as unknown as Pick<LockManager, 'request'>,
    names,
    isHeld: () => isHeld,
    waiting: () => waiting.length,
  };
};

/** Lets everything that hangs on settled promises run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const setUp = () => {
  const manager = lockManager();
  const scheduler = new VirtualTimeScheduler();
  const scope: WebScope = { crypto, navigator: { locks: manager.locks } };
  const locks = createWebLocks('client', { scheduler, waitMs: 100, scope });
  return { manager, scheduler, locks };
};

describe('createWebLocks', () => {
  it('runs the work under the lock, and delivers when that is given back (R26)', async () => {
    const { manager, locks } = setUp();
    const seen: unknown[] = [];
    const work$ = new Observable<string>((subscriber) => {
      seen.push(['work', manager.isHeld()]);
      subscriber.next('a');
      subscriber.next('b');
      subscriber.complete();
    });
    locks.exclusive$(work$).subscribe({
      next: (value) => seen.push([value, manager.isHeld()]),
      complete: () => seen.push(['complete', manager.isHeld()]),
    });
    await turn();
    expect(seen).toEqual([
      ['work', true],
      ['a', false],
      ['b', false],
      ['complete', false],
    ]);
    expect(manager.names).toEqual(['client']);
  });

  it('starts nothing before subscription', () => {
    const { manager, locks } = setUp();
    const run$ = locks.exclusive$(of('a'));
    expect(run$).toBeInstanceOf(Observable);
    expect(manager.names).toEqual([]);
  });

  it('passes an error through, when the lock is given back (R26)', async () => {
    const { manager, locks } = setUp();
    const seen: unknown[] = [];
    const work$ = concat(
      of('a'),
      throwError(() => 'no'),
    );
    locks.exclusive$(work$).subscribe({
      next: (value) => seen.push([value, manager.isHeld()]),
      error: (error: unknown) => seen.push([error, manager.isHeld()]),
    });
    await turn();
    expect(seen).toEqual([
      ['a', false],
      ['no', false],
    ]);
  });

  it('lets one run at a time (R20)', async () => {
    const { manager, locks } = setUp();
    const running = new Set<string>();
    const holding = locks.exclusive$(new Observable(() => void running.add('first'))).subscribe();
    locks.exclusive$(new Observable(() => void running.add('second'))).subscribe();
    await turn();
    const whileHeld = [...running];
    holding.unsubscribe();
    await turn();
    expect([whileHeld, [...running], manager.isHeld()]).toEqual([['first'], ['first', 'second'], true]);
  });

  it('goes on without the lock after the wait, and asks for it no more (R22)', async () => {
    const { manager, scheduler, locks } = setUp();
    locks.exclusive$(NEVER).subscribe();
    await turn();
    const seen: unknown[] = [];
    locks.exclusive$(of('a')).subscribe((value) => seen.push([value, scheduler.now()]));
    await turn();
    const before = [...seen];
    scheduler.flush();
    await turn();
    expect([before, seen, manager.waiting()]).toEqual([[], [['a', 100]], 0]);
  });

  it('runs the work once, however late the lock comes', async () => {
    const { scheduler, locks } = setUp();
    const holding = locks.exclusive$(NEVER).subscribe();
    const work = jest.fn(() => undefined);
    locks.exclusive$(new Observable(work)).subscribe();
    await turn();
    scheduler.flush();
    holding.unsubscribe();
    await turn();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('asks for the lock no more while the work runs without it (R22)', async () => {
    const { manager, scheduler, locks } = setUp();
    locks.exclusive$(NEVER).subscribe();
    locks.exclusive$(NEVER).subscribe();
    await turn();
    const waitingBefore = manager.waiting();
    scheduler.flush();
    expect([waitingBefore, manager.waiting()]).toEqual([1, 0]);
  });

  it('does not hold a lock that comes at the end of the wait', async () => {
    const scheduler = new VirtualTimeScheduler();
    const grants: (() => unknown)[] = [];
    const request = (_name: string, _options: LockOptions, callback: () => unknown) => {
      grants.push(callback);
      return new Promise<unknown>(() => undefined);
    };
    const scope = { crypto, navigator: { locks: { request } as unknown as LockManager } };
    createWebLocks('client', { scheduler, scope }).exclusive$(NEVER).subscribe();
    await turn();
    scheduler.flush();
    expect(grants.map((grant) => grant())).toStrictEqual([undefined]);
  });

  it('keeps the lock as long as the work takes, beyond the wait', async () => {
    const { manager, scheduler, locks } = setUp();
    const work = jest.fn(() => undefined);
    locks.exclusive$(new Observable(work)).subscribe();
    await turn();
    scheduler.flush();
    await turn();
    expect([work.mock.calls.length, manager.isHeld()]).toEqual([1, true]);
  });

  it('withdraws its request when unsubscribed before it has the lock', async () => {
    const { manager, scheduler, locks } = setUp();
    locks.exclusive$(NEVER).subscribe();
    await turn();
    const work = jest.fn(() => undefined);
    locks.exclusive$(new Observable(work)).subscribe().unsubscribe();
    await turn();
    scheduler.flush();
    expect([work.mock.calls.length, manager.waiting(), scheduler.actions.length]).toEqual([0, 0, 0]);
  });

  it('gives the lock back when unsubscribed in the middle of the work', async () => {
    const { manager, locks } = setUp();
    const stopped = jest.fn();
    const subscription = locks.exclusive$(new Observable(() => stopped)).subscribe();
    await turn();
    const heldBefore = manager.isHeld();
    subscription.unsubscribe();
    await turn();
    expect([heldBefore, manager.isHeld(), stopped.mock.calls.length]).toEqual([true, false, 1]);
  });

  it('delivers also where another page stole the lock', async () => {
    const scheduler = new VirtualTimeScheduler();
    let steal = (): void => undefined;
    const request = (_name: string, _options: LockOptions, callback: () => unknown): Promise<unknown> =>
      new Promise((_resolve, reject) => {
        steal = () => {
          reject(new DOMException('Stolen.', 'AbortError'));
        };
        queueMicrotask(() => void callback());
      });
    const scope = { crypto, navigator: { locks: { request } as unknown as LockManager } };
    const locks = createWebLocks('client', { scheduler, scope });
    let finish = (): void => undefined;
    const work = jest.fn();
    const seen: unknown[] = [];
    const work$ = new Observable<string>((subscriber) => {
      work();
      finish = () => {
        subscriber.next('a');
        subscriber.complete();
      };
    });
    locks.exclusive$(work$).subscribe((value) => seen.push(value));
    await turn();
    steal();
    await turn();
    finish();
    await turn();
    expect([work.mock.calls.length, seen]).toEqual([1, ['a']]);
  });

  it('goes on without the lock where the platform refuses the request (R25)', async () => {
    const request = () => Promise.reject(new DOMException('No.', 'SecurityError'));
    const scope = { crypto, navigator: { locks: { request } as unknown as LockManager } };
    const locks = createWebLocks('client', { scheduler: new VirtualTimeScheduler(), scope });
    const seen: unknown[] = [];
    locks.exclusive$(of('a')).subscribe((value) => seen.push(value));
    await turn();
    expect(seen).toEqual(['a']);
  });

  it.each<[string, () => unknown]>([
    [
      'throws at the request',
      () => ({
        request: () => {
          throw new DOMException('No.', 'SecurityError');
        },
      }),
    ],
    ['has no request', () => ({})],
    ['answers with no promise', () => ({ request: () => undefined })],
    [
      'calls back before it returns',
      () => ({
        request: (_name: string, _options: LockOptions, callback: () => unknown) =>
          Promise.resolve(callback()),
      }),
    ],
    [
      'throws as it is looked at',
      () => {
        throw new DOMException('No.', 'SecurityError');
      },
    ],
  ])('goes on where a platform %s (R25, #12)', async (_what, getLocks) => {
    const navigator = {
      get locks() {
        return getLocks() as LockManager;
      },
    };
    const scheduler = new VirtualTimeScheduler();
    const locks = createWebLocks('client', { scheduler, scope: { crypto, navigator } });
    const seen: unknown[] = [];
    locks.exclusive$(of('a')).subscribe({
      next: (value) => seen.push(value),
      complete: () => seen.push('complete'),
    });
    await turn();
    expect([seen, scheduler.actions.length]).toEqual([['a', 'complete'], 0]);
  });

  it('delivers in the end where the platform never says that the lock is free (R22, #12)', async () => {
    const request = (_name: string, _options: LockOptions, callback: () => unknown) => {
      callback();
      return new Promise<unknown>(() => undefined);
    };
    const scope = { crypto, navigator: { locks: { request } as unknown as LockManager } };
    const scheduler = new VirtualTimeScheduler();
    const seen: unknown[] = [];
    createWebLocks('client', { scheduler, waitMs: 100, scope })
      .exclusive$(of('a'))
      .subscribe((value) => seen.push([value, scheduler.now()]));
    await turn();
    scheduler.flush();
    expect(seen).toEqual([['a', 100]]);
  });

  it('runs the work at once where there are no locks (R25)', () => {
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    }).run(({ cold, expectObservable, expectSubscriptions }) => {
      const locks = createWebLocks('client', { scheduler: new VirtualTimeScheduler(), scope: { crypto } });
      const work$ = cold('                          -a-(b|)');
      expectObservable(locks.exclusive$(work$)).toBe('-a-(b|)');
      expectSubscriptions(work$.subscriptions).toBe(' ^--!   ');
    });
  });
});
