import type { Auth, AuthError, AuthState } from 'rx-cognito';
import { defer, filter, of, ReplaySubject, switchMap, take, throwError, throwIfEmpty } from 'rxjs';
import type { Observable } from 'rxjs';
import { destroyedError, guestLeftError, signedOutError } from './errors';
import type { Issued } from './issue';
import { loginOf } from './login';

/** Whose turn it is: a user's, a guest's, nobody's (a sign-out runs), or not known yet. */
type Holder =
  { readonly kind: 'user'; readonly userId: string } | { readonly kind: 'guest' | 'nobody' | 'restoring' };

/** The time in which one holder has credentials. What it holds goes with it. */
export interface Tenure {
  readonly holder: Holder;
  /** The sign-in that the credentials belong to, once it is known. */
  sessionKey: string | undefined;
  identityId: string | undefined;
  issued: Issued | undefined;
  /** The requests under way, which all who wait share. */
  identityId$?: Observable<string> | undefined;
  issued$?: Observable<Issued> | undefined;
  /** Errors once this tenure is over, for whoever still waits or comes late. */
  readonly over$: Observable<never>;
}

/** What of an `Auth` is followed: what everybody can see of it. */
export type SessionSource = Pick<Auth, 'state' | 'state$' | 'tokens$'>;

/** Keeps track of who may hold credentials. */
export interface Tenures {
  /**
   * Cold; emits whose turn it is, by the newest state, as soon as that is known, and completes. Errors once the `Auth` has been
   * destroyed.
   */
  present$(): Observable<Tenure>;
  /** Tells whether a tenure is still the present one. */
  isPresent(tenure: Tenure): boolean;
}

interface Held extends Tenure {
  readonly end: (error: AuthError) => void;
}

/**
 * Follows an `Auth` by what everybody sees of it. A tenure ends with the fence of a sign-out, with another user, with
 * another session of the same user, and with `destroy()`; with it goes everything that it held.
 */
export function followTenures(auth: SessionSource, onBegin: (tenure: Tenure) => void): Tenures {
  let isOver = false;
  let held = tenureOf(holderOf(auth.state));

  const begin = (holder: Holder): void => {
    const former = held;
    held = tenureOf(holder);
    onBegin(held);
    former.end(former.holder.kind === 'guest' ? guestLeftError() : signedOutError());
  };

  // By the newest state and not by the one that is told: whoever is told earlier may ask in between.
  const align = ({ isAsked, told }: { readonly isAsked: boolean; readonly told?: AuthState }): void => {
    if (isOver) return;
    const { state } = auth;
    const holder = holderOf(state);
    if (!isSame(holder, held.holder)) {
      begin(holder);
    } else if (holder.kind === 'user' && held.sessionKey !== undefined && mayPeek(state, isAsked)) {
      // The same user can be in another session: another tab signed out and in again.
      const sessionKey = peekSessionKey(auth);
      const wasLeft = told !== undefined && told.status !== 'signedIn';
      const isOther = sessionKey === undefined ? wasLeft : sessionKey !== held.sessionKey;
      if (isOther) begin(holder);
    }
  };

  auth.state$.subscribe({
    next: (told) => {
      align({ isAsked: false, told });
    },
    complete: () => {
      isOver = true;
      const former = held;
      held = tenureOf({ kind: 'nobody' });
      former.end(destroyedError());
    },
  });

  const present$ = (): Observable<Tenure> =>
    defer(() => {
      align({ isAsked: true });
      if (isOver) return throwError(destroyedError);
      if (held.holder.kind !== 'restoring') return of(held);
      return auth.state$.pipe(
        filter(({ status }) => status !== 'restoring'),
        take(1),
        throwIfEmpty(destroyedError),
        switchMap(present$),
      );
    });

  return {
    present$,
    isPresent: (tenure) => {
      align({ isAsked: false });
      return held === tenure;
    },
  };
}

function holderOf(state: AuthState): Holder {
  switch (state.status) {
    case 'signedIn':
      return { kind: 'user', userId: state.user.userId };
    case 'signedOut':
    case 'signingIn':
      return { kind: 'guest' };
    case 'signingOut':
      return { kind: 'nobody' };
    case 'restoring':
      return { kind: 'restoring' };
  }
}

function isSame(one: Holder, other: Holder): boolean {
  if (one.kind === 'user' && other.kind === 'user') return one.userId === other.userId;
  return one.kind === other.kind;
}

function tenureOf(holder: Holder): Held {
  const over$ = new ReplaySubject<never>(1);
  return {
    holder,
    sessionKey: undefined,
    identityId: undefined,
    issued: undefined,
    over$,
    end: (error) => {
      over$.error(error);
    },
  };
}

// Fresh tokens come at once and ask nobody; for due ones only somebody who asks is reason enough to refresh.
function mayPeek(state: AuthState, isAsked: boolean): boolean {
  return isAsked || (state.status === 'signedIn' && state.freshness === 'fresh');
}

function peekSessionKey(auth: SessionSource): string | undefined {
  let sessionKey: string | undefined;
  auth
    .tokens$()
    .subscribe({
      next: ({ idToken }) => {
        sessionKey = loginOf(idToken)?.sessionKey;
      },
      error: () => {
        // Whoever asks for credentials meets the same error.
      },
    })
    .unsubscribe();
  return sessionKey;
}
