import { BehaviorSubject, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError, AuthEvent, AuthState, AuthUser, SignedOutReason, SignOutResult } from 'rx-cognito';
import { signedInState, signedOutState, userOf } from './states';

/** What the sign-out that ends a session came to. */
type SignOutOutcome = { readonly result: SignOutResult } | { readonly error: AuthError };

/** The state, and what moves it, of a `TestAuth`. */
export interface TestSession {
  readonly state: AuthState;
  readonly state$: Observable<AuthState>;
  readonly events$: Observable<AuthEvent>;
  readonly errors$: Observable<AuthError>;
  readonly isDestroyed: boolean;
  readonly setState: (state: AuthState) => void;
  readonly start: (user?: Partial<AuthUser>) => void;
  readonly end: (reason?: SignedOutReason, outcome?: SignOutOutcome) => void;
  readonly emitEvent: (event: AuthEvent) => void;
  readonly emitError: (error: AuthError) => void;
  readonly destroy: () => void;
}

/** Creates the session in its first state. */
export function createTestSession(first: AuthState = signedOutState()): TestSession {
  const states$ = new BehaviorSubject<AuthState>(Object.freeze({ ...first }));
  const events$ = new Subject<AuthEvent>();
  const errors$ = new Subject<AuthError>();
  const reported = new WeakSet<AuthError>();
  let isDestroyed = false;

  const setState = (state: AuthState): void => states$.next(Object.freeze({ ...state }));
  const emitEvent = (event: AuthEvent): void => events$.next(Object.freeze({ ...event }));

  const start = (user: Partial<AuthUser> = {}): void => {
    const before = states$.value;
    const after = signedInState({ user });
    setState(after);
    if (before.status === 'restoring') {
      emitEvent({ type: 'sessionRestored', user: after.user });
      return;
    }
    emitEvent(
      before.status === 'signedIn' && before.user.userId !== after.user.userId
        ? { type: 'userChanged', user: after.user, previousUser: before.user }
        : { type: 'signedIn', user: after.user },
    );
  };

  const end = (reason: SignedOutReason = 'signedOutInOtherTab', outcome?: SignOutOutcome): void => {
    const user = userOf(states$.value);
    setState(signedOutState(reason, user?.username));
    if (user) emitEvent({ type: 'signedOut', reason, user, ...outcome });
  };

  return {
    get state() {
      return states$.value;
    },
    get isDestroyed() {
      return isDestroyed;
    },
    state$: states$.asObservable(),
    events$: events$.asObservable(),
    errors$: errors$.asObservable(),
    setState,
    start,
    end,
    emitEvent,
    emitError: (error) => {
      if (reported.has(error)) return;
      reported.add(error);
      errors$.next(error);
    },
    destroy: () => {
      isDestroyed = true;
      states$.complete();
      events$.complete();
      errors$.complete();
    },
  };
}
