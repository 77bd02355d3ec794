import { concatMap, map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { HostedUiStart } from '../../flows/load-user-pool';
import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';
import type { AuthUser } from '../../model/auth-state';
import { readJwtClaims } from '../../model/jwt';
import type { PoolContext } from '../pool-context';
import { discardTokens, listenToTheEnd$ } from '../requests';
import { beginSession$ } from './begin-session';

const foreignNonceError = (): AuthError =>
  ownError({
    kind: 'notAuthorized',
    code: 'NonceMismatch',
    message: 'Managed login gave an id token that was not asked for by this sign-in.',
    recoverySuggestion:
      'Sign in again. If it happens again, somebody may be putting a sign-in of their own in the place of yours.',
  });

/** Begins the session with the tokens that managed login gives. */
export function takeTokens$(
  context: PoolContext,
  { attemptId, from, nonce, exchange$ }: HostedUiStart,
): Observable<AuthUser> {
  return listenToTheEnd$(exchange$(context.redact), (tokens) => {
    discardTokens(context, tokens);
  }).pipe(
    concatMap((tokens) => {
      const claims = readJwtClaims(tokens.IdToken);
      // Without a readable id token there is no session either, and a better error.
      if (claims && claims['nonce'] !== nonce) {
        discardTokens(context, tokens);
        throw foreignNonceError();
      }
      return beginSession$(context, { attemptId, from, tokens, loginId: undefined, origin: 'hostedUi' });
    }),
    map(({ user }) => user),
  );
}
