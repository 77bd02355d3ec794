import { catchError, defer, map, throwError, timeout } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable, OperatorFunction } from 'rxjs';
import { AuthError } from 'rx-cognito';
import { imported$ } from '../ports/imported';
import { asAuthError, notLoadedError, unreadableAnswerError } from './errors';

/** Makes an operation out of what happens at each subscription; its errors are `AuthError`s, whatever is thrown. */
export function operation$<T>(begin$: () => Observable<T>): Observable<T> {
  return defer(begin$).pipe(catchError((thrown: unknown) => throwError(() => asAuthError(thrown))));
}

/** How long the commands of a group may take to come: as long as the rest of the code. */
const LOAD_LIMIT_MS = 10_000;

/** Loads a chunk of commands, within a bound; a failed load is not remembered. */
export function loaded$<Chunk>(load: () => Promise<Chunk>): Observable<Chunk> {
  return imported$(load).pipe(
    timeout({ first: LOAD_LIMIT_MS }),
    catchError(() => throwError(notLoadedError)),
  );
}

/** Says nothing, once: a chain goes on, and sees nothing of Cognito's empty answer. */
export const nothing = (): void => undefined;

/** Reads an answer. Where that throws, its fields are not what they should be: that is no fault of the caller's. */
export const readBy = <Answer, Result>(read: (answer: Answer) => Result): OperatorFunction<Answer, Result> =>
  map((answer) => {
    try {
      return read(answer);
    } catch (thrown) {
      throw thrown instanceof AuthError ? thrown : unreadableAnswerError();
    }
  });

/** Says that a thing is not there any more, where that is what was not found: the core takes it for a wrong app client. */
export function explainGone<T>(thing: string): MonoTypeOperatorFunction<T> {
  return catchError((error: unknown) => {
    if (!(error instanceof AuthError) || error.code !== 'ResourceNotFoundException')
      return throwError(() => error);
    const { code, message } = error;
    const recoverySuggestion = `Fetch the list again: there is no such ${thing} any more.`;
    return throwError(() => new AuthError({ kind: 'service', code, message, recoverySuggestion }));
  });
}
