import { asAuthError, REQUEST_LIMIT_MS, withTimeLimit } from './requests';
import type { PoolContext } from './auth-context';

/**
 * Revokes a refresh token that arrived after its session, or the attempt at one, had ended. It never was in a storage
 * and nobody else holds it, so what cannot be revoked is reported on `errors$` and runs out by itself.
 */
export function revokeLateTokens(context: PoolContext, refreshToken: string): void {
  const { api, identity, machine, scheduler } = context;
  api
    .call$('RevokeToken', { Token: refreshToken, ClientId: identity.userPoolClientId }, { keepalive: true })
    .pipe(withTimeLimit('Revoking tokens that came late', REQUEST_LIMIT_MS, scheduler))
    .subscribe({
      next: () => {
        machine.dispatch({ type: 'lateTokensRevoked' });
      },
      error: (error: unknown) => {
        machine.report(asAuthError(error, [refreshToken]));
      },
    });
}
