import { catchError, defer, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { asAuthError } from '../flows/limits';
import type { PoolContext } from './pool-context';

/** Sends one command that needs no access token, built for the app client. */
export type SendPublic = <Output>(build: (userPoolClientId: string) => unknown) => Observable<Output>;

/** Creates the way to everything that needs no access token: signing up, a forgotten password. */
export function createSendPublic({ api, identity }: Pick<PoolContext, 'api' | 'identity'>): SendPublic {
  return <Output>(build: (userPoolClientId: string) => unknown) =>
    defer(() => api.send$<Output>(build(identity.userPoolClientId))).pipe(
      catchError((error: unknown) => throwError(() => asAuthError(error))),
    );
}
