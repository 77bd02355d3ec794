import { takeUntil } from 'rxjs';
import { writeChallenge } from '../../model/write-challenge';
import type { PoolContext } from '../pool-context';

/**
 * Keeps the challenge that waits over a reload. The other half, clearing it once it waits no more, starts with an application:
 * `clearChallenge` in `flows/sign-in/attempt.ts`, which hears of each move first.
 */
export function keepChallenge({
  challenges,
  identity,
  machine,
}: Pick<PoolContext, 'challenges' | 'identity' | 'machine'>): void {
  // One that a page before this one left is kept already.
  let kept = machine.now.attempt?.waiting;
  machine.moves$.pipe(takeUntil(machine.destroyed$)).subscribe(({ attempt }) => {
    const waiting = attempt?.waiting;
    if (waiting === kept) return;
    kept = waiting;
    const username = attempt?.username;
    if (!waiting || username === undefined) return;
    const { from: epoch, pending } = waiting;
    challenges.write(writeChallenge({ epoch, username, pending }, identity));
  });
}
