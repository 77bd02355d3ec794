import {
  AsyncSubject,
  catchError,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  merge,
  mergeMap,
  takeUntil,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { SrpEphemeral } from '../../ports/srp';
import type { PoolContext } from '../pool-context';

/** A pair of SRP that can be made before it is needed. */
export interface PreparedEphemeral {
  /** Makes a pair ahead, where there is none. Emits nothing; completes once it is made. */
  prepare$(): Observable<never>;
  /** Emits the pair that was made ahead, which is then nobody else's; one that is made now, where there is none. */
  take$(): Observable<SrpEphemeral>;
}

/** Creates the place of a pair that is made ahead. One that nobody took is dropped when somebody is signed in without it. */
export function createPreparedEphemeral({ machine, srp }: PoolContext): PreparedEphemeral {
  const { destroyed$ } = machine;
  let prepared$: Observable<SrpEphemeral> | undefined;

  const signedIn$ = machine.moves$.pipe(filter(({ session }) => session !== undefined));
  merge(signedIn$, destroyed$)
    .pipe(
      mergeMap(() => {
        const unused$ = prepared$ ?? EMPTY;
        prepared$ = undefined;
        return unused$.pipe(catchError(() => EMPTY));
      }),
    )
    .subscribe((unused) => {
      unused.discard();
    });

  return {
    prepare$: () =>
      defer(() => {
        if (!prepared$) {
          const made$ = new AsyncSubject<SrpEphemeral>();
          prepared$ = made$;
          srp.ephemeral$().pipe(takeUntil(destroyed$)).subscribe(made$);
        }
        return prepared$.pipe(ignoreElements());
      }),
    take$: () =>
      defer(() => {
        const taken$ = prepared$?.pipe(catchError(() => srp.ephemeral$())) ?? srp.ephemeral$();
        prepared$ = undefined;
        return taken$;
      }),
  };
}
