import { catchError, defer, EMPTY, ignoreElements, map, merge, mergeMap, of, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, AuthEvent, SignOutOptions, SignOutReport, SignOutResult } from 'rx-cognito';

/** What a sign-out did; its `retry$` tries again what failed, where this page has signed out and not the one before it. */
export type LastSignOut = SignOutReport & Partial<Pick<SignOutResult, 'retry$'>>;

/** What a sign-out, or its retry, came to. */
export type SignOutOutcome = { readonly report: LastSignOut } | { readonly error: AuthError };

/** What is asked of the sign-outs of a tab. */
export interface AskedSignOuts {
  /** What those came to that were asked for here: of {@link signOut$}. */
  readonly asked$: Observable<SignOutOutcome>;
  /** Emits to have what is open tried again. */
  readonly retries$?: Observable<unknown>;
}

/** Signs out. Cold; emits what it came to, an error too, and completes. Errors only where the `Auth` is none. */
export function signOut$(
  auth: Pick<Auth, 'signOut$'>,
  options: SignOutOptions | undefined,
): Observable<SignOutOutcome> {
  return auth.signOut$(options).pipe(
    map((report) => ({ report })),
    catchError((error: unknown) => {
      // An Auth emits nothing else; whoever put another one in its place is to be told so.
      if (!(error instanceof AuthError)) throw error;
      return of({ error });
    }),
  );
}

/**
 * Tells what the sign-outs of this tab come to, whoever asks for them, and `undefined` at the next sign-in.
 *
 * Cold: begins at subscription. Emits each outcome once, also where both the event and who asked tell it. Who asks where nobody is
 * signed in any more is told once more of the last one. A retry goes for all that is open; of its outcomes that of the last sign-out is told.
 * Completes with `events$` and what asks. Never errors by itself. Unsubscribing ends no sign-out.
 */
export function signOuts$(
  auth: Pick<Auth, 'events$' | 'hostedUi'>,
  { asked$, retries$ = EMPTY }: AskedSignOuts,
): Observable<SignOutOutcome | undefined> {
  return defer(() => {
    let last: SignOutOutcome | undefined;
    const told = new WeakSet<LastSignOut | AuthError>();
    // They keep their tokens in their closures: out of the store, and no longer than it takes.
    const open = new Set<LastSignOut>();

    const keep = (outcome: SignOutOutcome | undefined): void => {
      last = outcome;
    };
    const keepOpen = (report: LastSignOut): void => {
      if (report.outcome === 'partial') open.add(report);
    };

    const ended = (outcome: SignOutOutcome): SignOutOutcome => {
      told.add(whatOf(outcome));
      if ('report' in outcome) keepOpen(outcome.report);
      keep(outcome);
      return outcome;
    };

    const answered = (outcome: SignOutOutcome): readonly SignOutOutcome[] => {
      // The event comes first, then whoever asked gets the very same object.
      if (told.has(whatOf(outcome))) return [];
      // Refused before anything was touched: the last one is the last one still.
      if ('error' in outcome) return [outcome];
      return [last && hasEndedNothing(outcome.report) ? last : ended(outcome)];
    };

    const retry$ = (before: LastSignOut): Observable<SignOutOutcome> => {
      open.delete(before);
      return (before.retry$ ?? EMPTY).pipe(
        mergeMap((report) => {
          keepOpen(report);
          // Somebody else may have signed in since, or out.
          return last && whatOf(last) === before ? [ended({ report })] : [];
        }),
      );
    };

    return merge(
      returnedReport$(auth).pipe(
        tap((report) => {
          keep({ report });
        }),
        ignoreElements(),
      ),
      auth.events$.pipe(
        mergeMap((event): readonly (SignOutOutcome | undefined)[] => {
          if (event.type !== 'signedIn') return outcomesOf(event).map(ended);
          keep(undefined);
          return [undefined];
        }),
      ),
      asked$.pipe(mergeMap(answered)),
      retries$.pipe(mergeMap(() => merge(...[...open].map(retry$)))),
    );
  });
}

/** Emits the report with which this page came back from managed login, where it did. */
export function returnedReport$({ hostedUi }: Pick<Auth, 'hostedUi'>): Observable<SignOutReport> {
  return (hostedUi?.result$ ?? EMPTY).pipe(
    mergeMap((returned) => (returned.type === 'signedOut' ? [returned.report] : [])),
  );
}

function outcomesOf(event: AuthEvent): readonly SignOutOutcome[] {
  if (event.type !== 'signedOut') return [];
  const { result, error } = event;
  if (error) return [{ error }];
  return result ? [{ report: result }] : [];
}

const whatOf = (outcome: SignOutOutcome): LastSignOut | AuthError =>
  'report' in outcome ? outcome.report : outcome.error;

/** Whether nobody was signed in: the report says nothing of the session that had ended before. */
const hasEndedNothing = ({ steps }: LastSignOut): boolean =>
  Object.values(steps).every((step) => step === 'notNeeded');
