import {
  AsyncSubject,
  catchError,
  defer,
  filter,
  map,
  merge,
  mergeMap,
  share,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { destroyedError, notLoadedError } from '../model/errors';
import type { AuthContext } from './auth-context';
import type { Operations } from './operations';
import type { Refresher } from './refresh';
import { asAuthError } from './requests';

/** The operations, before and after they have been loaded. */
export interface LazyOperations {
  /** What is loaded; `undefined` until then. */
  readonly loaded: Operations | undefined;
  /**
   * Emits the operations, at once where they are there. All subscribers share one load, which nobody's unsubscribing
   * stops; a failed one is not remembered. Errors with code `SdkNotLoaded`.
   */
  readonly load$: Observable<Operations>;
  /** The same for who needs them for the session of this moment: errors as soon as that, or the `Auth`, ends. */
  readonly loadInSession$: Observable<Operations>;
  /** Refreshes as {@link Refresher}; where that cannot be loaded, the state says `stale`. */
  readonly refresher: Pick<Refresher, 'refresh$'>;
}

/** Creates the way to the operations. Nothing is loaded before somebody needs them. */
export function createLazyOperations(
  { current, destroyed$, machine }: AuthContext,
  source$: Observable<Operations>,
): LazyOperations {
  let loaded: Operations | undefined;

  const load$ = source$.pipe(
    tap((operations) => {
      loaded = operations;
    }),
    catchError((thrown: unknown) => throwError(() => notLoadedError(thrown))),
    share({
      connector: () => new AsyncSubject<Operations>(),
      resetOnComplete: false,
      resetOnRefCountZero: false,
    }),
  );

  /** Waits for a load on behalf of the session of this moment. */
  const inSession$ = (loading$: Observable<Operations>): Observable<Operations> =>
    defer(() => {
      const { epoch } = current;
      // A subscriber that is told of a new session may ask at once, before what waits for the old one is cut off.
      const over$ = current.ended$.pipe(filter(() => current.epoch !== epoch));
      const ended$ = merge(over$, destroyed$.pipe(map(destroyedError))).pipe(
        mergeMap((error) => throwError(() => error)),
      );
      return merge(ended$, loading$).pipe(take(1));
    });

  /** However many wait for it, they are one refresh that failed. */
  const loadToRefresh$ = load$.pipe(
    tap({
      error: (thrown: unknown) => {
        const error = asAuthError(thrown);
        machine.report(error);
        machine.dispatch({ type: 'refreshFailed', error });
      },
    }),
    share(),
  );

  return {
    get loaded() {
      return loaded;
    },
    load$,
    loadInSession$: inSession$(load$),
    refresher: {
      refresh$: (options) =>
        inSession$(loadToRefresh$).pipe(switchMap((operations) => operations.refresh$(options))),
    },
  };
}
