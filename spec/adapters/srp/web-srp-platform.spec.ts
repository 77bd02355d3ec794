import { Subject, take } from 'rxjs';
import { createWebSrpPlatform } from '../../../src/adapters/srp/web-srp-platform';

describe('createWebSrpPlatform', () => {
  /** A task queue that runs one task at each `turn()`. */
  const setUp = () => {
    const tasks$ = new Subject<void>();
    const digest = jest.spyOn(globalThis.crypto.subtle, 'digest');
    const asUintN = jest.spyOn(BigInt, 'asUintN');
    const platform = createWebSrpPlatform(globalThis.crypto, {
      now: () => performance.now(),
      nextTask$: tasks$.pipe(take(1)),
    });
    const turn = () => {
      tasks$.next();
    };
    return { platform, turn, tasks$, digest, asUintN };
  };

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('multiplies nothing in the task that creates it or subscribes', () => {
    const { platform, turn, asUintN } = setUp();

    platform.powerOfG$(3n).subscribe();
    const before = asUintN.mock.calls.length;
    turn();

    expect(before).toBe(0);
    expect(asUintN).toHaveBeenCalled();
  });

  it('hashes in a task of its own', () => {
    const { platform, turn, digest } = setUp();

    platform.sha256$(new Uint8Array(1)).subscribe();
    const before = digest.mock.calls.length;
    turn();

    expect(before).toBe(0);
    expect(digest).toHaveBeenCalledTimes(1);
  });

  it('makes the table for g once for all powers', () => {
    const { platform, asUintN, turn } = setUp();
    const multiplicationsOf = (exponent: bigint): number => {
      asUintN.mockClear();
      let power: bigint | undefined;
      platform.powerOfG$(exponent).subscribe((result) => (power = result));
      while (power === undefined) turn();
      return asUintN.mock.calls.length;
    };

    const [first, second] = [multiplicationsOf(3n), multiplicationsOf(3n)];

    expect(first - second).toBe(15);
  });

  it('leaves nothing queued when it is unsubscribed', () => {
    const { platform, tasks$ } = setUp();

    platform.powerOfG$(3n).subscribe().unsubscribe();

    expect(tasks$.observed).toBe(false);
  });
});
