import { isResumable } from '../../model/pending-challenge';
import type { Attempt } from '../../model/situation';
import { soon } from '../../ports/soon';
import type { AuthContext } from '../context';

/** Makes attempts at a sign-in, one by one distinguishable; what becomes of them is the machine's. */
export interface Attempts {
  create(username?: string): Attempt;
  /** Returns the attempt that a page before this one left with a challenge, if there is one that still counts. */
  resume(epoch: string | undefined): Attempt | undefined;
}

/**
 * Clears what is kept of a challenge for a reload once it waits no more, and what an earlier page left that is not taken up.
 * The other half, keeping one that waits, comes with the user pool: `user-pool/sign-in/keep-challenge.ts`.
 */
function clearChallenge({ challenges, machine }: AuthContext): void {
  let kept: Attempt['waiting'] | null = null;
  const clear = (): void => {
    if (!kept) challenges.clear();
  };
  machine.moves$.subscribe(({ attempt, state }) => {
    const waiting = attempt?.waiting;
    if (waiting === kept || state.status === 'restoring') return;
    const isFirst = kept === null;
    kept = waiting;
    // A page's first state does not wait for what an earlier one left.
    if (isFirst) soon(clear);
    else clear();
  });
}

/** Creates the maker of attempts. */
export function createAttempts(context: AuthContext): Attempts {
  const { challenges, scheduler } = context;
  let made = 0;
  const create = (username?: string): Attempt => {
    made += 1;
    return { id: made, ...(username === undefined ? {} : { username }) };
  };
  clearChallenge(context);
  return {
    create,
    resume(epoch) {
      const stored = challenges.read();
      if (!stored || !isResumable(stored, epoch, scheduler.now())) return undefined;
      return { ...create(stored.username), waiting: { from: epoch, pending: stored.pending } };
    },
  };
}
