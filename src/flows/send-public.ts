import { catchError, defer, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { PoolContext } from './auth-context';
import { asAuthError, REQUEST_LIMIT_MS, withTimeLimit } from './requests';

/** Sends one command that needs no access token, built for the app client. */
export type SendPublic = <Output>(build: (userPoolClientId: string) => unknown) => Observable<Output>;

/** Creates the way to everything that needs no access token: signing up, a forgotten password. */
export function createSendPublic({
  api,
  identity,
  scheduler,
}: Pick<PoolContext, 'api' | 'identity' | 'scheduler'>): SendPublic {
  return <Output>(build: (userPoolClientId: string) => unknown) =>
    defer(() => api.send$<Output>(build(identity.userPoolClientId))).pipe(
      withTimeLimit('The request', REQUEST_LIMIT_MS, scheduler),
      catchError((error: unknown) => throwError(() => asAuthError(error))),
    );
}
