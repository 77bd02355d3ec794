import { AuthError } from 'rx-cognito';
import { catchError, defer, from, take, throwError, throwIfEmpty } from 'rxjs';
import type { Observable } from 'rxjs';
import type { OpenAuthSession } from '../options';
import { cancelledError } from './errors';

const closedError = (): AuthError =>
  cancelledError('AuthSessionClosed', 'The window of managed login was closed without an answer.');

/**
 * Opens managed login elsewhere; emits the URL of the return. What an opener of the application's own says when it fails is not passed
 * on: its words may hold the address, and with it the code.
 */
export const opened$ = (open$: OpenAuthSession, url: string, redirectUrl: string): Observable<string> =>
  defer(() => from(open$(url, redirectUrl))).pipe(
    take(1),
    throwIfEmpty(closedError),
    catchError((error: unknown) => throwError(() => (error instanceof AuthError ? error : closedError()))),
  );
