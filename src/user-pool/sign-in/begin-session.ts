import {
  AsyncSubject,
  concat,
  concatMap,
  defaultIfEmpty,
  defer,
  filter,
  map,
  merge,
  of,
  switchMap,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { rereadStorage$ } from '../../flows/session/follow-storage';
import type { AuthError } from '../../model/auth-error';
import { cancelledError } from '../../model/errors';
import { readSession } from '../../model/session';
import type { Session, SessionOrigin } from '../../model/session';
import { holdsAttempt } from '../../model/situation';
import type { AuthenticationResult } from '../../ports/cognito-api';
import type { PoolContext } from '../pool-context';
import { followPartsOf, discardTokens } from '../requests';
import { tokensRefusedError } from '../tokens-refused';
import { confirmDevice$ } from './confirm-device';

/** What a session begins with. */
export interface SessionStart {
  readonly attemptId: number;
  /** The epoch in which the sign-in began. */
  readonly from: string | undefined;
  readonly tokens: AuthenticationResult;
  /** What was typed to sign in. */
  readonly loginId: string | undefined;
  /** The device that was signed in with, where it is one that the user pool knows. */
  readonly deviceKey?: string | undefined;
  /** Where it began, if not by a sign-in of the application itself. */
  readonly origin?: SessionOrigin;
}

function sessionOf(
  { identity, scheduler }: PoolContext,
  { tokens, loginId, deviceKey, origin }: SessionStart,
): Session {
  const session = readSession(
    {
      accessToken: tokens.AccessToken,
      idToken: tokens.IdToken,
      refreshToken: tokens.RefreshToken,
      expiresInS: tokens.ExpiresIn,
      deviceKey,
      origin,
      loginId,
    },
    identity,
    scheduler.now(),
  );
  if (typeof session === 'string') throw tokensRefusedError(session);
  return session;
}

const movedError = (): AuthError =>
  cancelledError('SignedOutInOtherTab', 'Another tab signed in or out while this sign-in ran.');

/**
 * Begins a session with the tokens of an answer; emits it once it is stored and held. Stores first, believes second: a
 * session that is not stored would be gone with the page, and unknown to other tabs. It runs to its end, whoever
 * unsubscribes: where the attempt is over by then, or another tab signed in or out since `from`, nothing of it stays stored,
 * and its tokens are revoked.
 */
export function beginSession$(context: PoolContext, start: SessionStart): Observable<Session> {
  const { environment, machine, store, tabs } = context;
  const { attemptId, from, tokens } = start;
  const epoch = environment.randomId();

  /** A tab that looked in between has the session that was withdrawn. */
  const withdrawn = (): void => {
    tabs.announce();
  };

  const stored$ = (session: Session): Observable<boolean> =>
    holdsAttempt(machine.now, attemptId)
      ? store
          .begin$(session, from, epoch, () =>
            machine.send({ type: 'sessionBegun', attemptId, epoch, session, from }, { isToldLater: true }),
          )
          .pipe(
            tap({
              next: (isBegun) => {
                if (!isBegun) withdrawn();
              },
              error: withdrawn,
            }),
          )
      : of(false);

  /** What the storage holds instead is what this tab has to show. */
  const givenWay$ = (): Observable<never> =>
    concat(rereadStorage$(context, followPartsOf(context)), throwError(movedError));

  /** Fires once nobody wants a session of this attempt any more: what it waits for then keeps its tokens alive. */
  const over$ = merge(
    machine.moves$.pipe(filter(() => !holdsAttempt(machine.now, attemptId))),
    machine.destroyed$,
  );

  const begun$ = defer(() => {
    const session = sessionOf(context, start);
    return confirmDevice$(context, session, tokens.NewDeviceMetadata).pipe(
      takeUntil(over$),
      defaultIfEmpty(session),
    );
  }).pipe(
    concatMap((session) => stored$(session).pipe(map((isStored) => (isStored ? session : undefined)))),
    tap({
      next: (session) => {
        if (!session) discardTokens(context, tokens);
      },
      error: () => {
        discardTokens(context, tokens);
      },
    }),
    concatMap((session) => (session ? of(session) : givenWay$())),
  );

  const result$ = new AsyncSubject<Session>();
  begun$.subscribe(result$);
  // Also where nobody listens any more, subscribers are told of the session that is held.
  result$.subscribe({
    next: () => {
      machine.tell();
    },
    error: () => undefined,
  });
  return result$.pipe(switchMap((session) => machine.whenTold$(session)));
}
