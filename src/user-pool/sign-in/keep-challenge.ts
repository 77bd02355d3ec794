import { takeUntil } from 'rxjs';
import { writeChallenge } from '../../model/write-challenge';
import type { PoolContext } from '../pool-context';

/** Keeps the challenge that waits over a reload. What was there before is cleared by what starts with an application. */
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
