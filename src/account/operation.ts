import { catchError, defer, from, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError, notLoadedError } from './errors';

/** Makes an operation out of what happens at each subscription; its errors are `AuthError`s, whatever is thrown. */
export function operation$<T>(begin$: () => Observable<T>): Observable<T> {
  return defer(begin$).pipe(catchError((thrown: unknown) => throwError(() => asAuthError(thrown))));
}

/** Loads a chunk of commands; a failed load is not remembered. */
export function loaded$<Chunk>(load: () => Promise<Chunk>): Observable<Chunk> {
  return defer(() => from(load())).pipe(catchError(() => throwError(notLoadedError)));
}

/** Says nothing, once: a chain goes on, and sees nothing of Cognito's empty answer. */
export const nothing = (): void => undefined;
