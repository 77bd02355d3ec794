import type { AsyncSubject, Observable } from 'rxjs';
import { endSession } from '../../flows/session/end-session';
import type { AuthError } from '../../model/auth-error';
import type { SignedOutReason } from '../../model/auth-state';
import type { Session } from '../../model/session';
import type { PoolContext } from '../pool-context';
import { discardSession, revokeUnwanted } from '../requests';
import type { Backoff } from './backoff';
import { isHeld } from './held-renewal';
import type { Renewal, RenewalOutcome } from './held-renewal';
import { expiredError, unconfirmedError } from './refresh-errors';

/** A renewal, and those who share it. */
export interface Flight {
  readonly renewal: Renewal;
  readonly result$: AsyncSubject<Session>;
  /** The last caller who asked before its request was sent; who came later asks for something newer. */
  sentAfter: number | undefined;
}

/** What the landing of a flight works with. */
export interface LandingParts {
  readonly context: PoolContext;
  readonly backoff: Backoff;
  /** Brings this tab in line with the storage, which knows better here and there. */
  readonly reread$: () => Observable<unknown>;
  /** Called right before those who share the flight are told: up to then it counts as under way, and whoever asks joins it. */
  readonly leave: (landed: Flight) => void;
}

/** Creates what becomes of a flight once its renewal has an outcome: everybody who shares it is told the same. */
export function createLanding({
  context,
  backoff,
  reread$,
  leave,
}: LandingParts): (landed: Flight, outcome: RenewalOutcome) => void {
  const { machine } = context;
  const isCurrent = ({ renewal }: Flight): boolean => isHeld(context, renewal);

  const succeed = (landed: Flight, session: Session, storageError?: AuthError): void => {
    backoff.forget();
    leave(landed);
    machine.tell();
    if (storageError) machine.report(storageError);
    landed.result$.next(session);
    landed.result$.complete();
  };

  const fail = (landed: Flight, error: AuthError): void => {
    backoff.failed(error);
    leave(landed);
    machine.report(error);
    machine.send({ type: 'refreshFailed', epoch: landed.renewal.epoch, error });
    landed.result$.error(error);
  };

  const discard = (unwanted: Session | undefined): void => {
    if (unwanted) revokeUnwanted(context, [unwanted.refreshToken]);
  };

  /** The session is over, or has other tokens than this renewal: the storage decides which. */
  const follow = (landed: Flight, unwanted: Session | undefined): void => {
    machine.tell();
    if (!isCurrent(landed)) {
      // Those who waited were told when it was cut off.
      leave(landed);
      discard(unwanted);
      return;
    }
    reread$().subscribe({
      complete: () => {
        const { session } = machine.now;
        if (!session || !isCurrent(landed)) {
          leave(landed);
          discard(unwanted);
        }
        // A session that goes on is of the same family as the tokens that it did not take: they are not revoked.
        else if (session.accessToken === landed.renewal.asked.accessToken) fail(landed, unconfirmedError());
        else succeed(landed, session);
      },
    });
  };

  const end = (reason: SignedOutReason, expired: AuthError): void => {
    endSession(context, reason, expired);
    machine.report(expired);
  };

  /** Somebody has newer tokens than this refusal was for, or they were lost on their way: they are nobody's from here on. */
  const endBranches = (session: Session, { code }: AuthError): void => {
    if (code === 'RefreshTokenReuseException') discardSession(context, session);
  };

  return (landed, outcome) => {
    switch (outcome.type) {
      case 'renewed':
        succeed(landed, outcome.session, outcome.storageError);
        return;
      case 'moved':
        follow(landed, outcome.unwanted);
        return;
      case 'failed':
        if (isCurrent(landed)) fail(landed, outcome.error);
        return;
      case 'ended':
        leave(landed);
        if (isCurrent(landed)) {
          end(outcome.reason, expiredError(outcome.error));
          endBranches(landed.renewal.asked, outcome.error);
        }
    }
  };
}
