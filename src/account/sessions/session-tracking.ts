import { catchError, throwError } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { AuthError } from 'rx-cognito';

/** What Cognito may answer where the pool does not track sessions, or its endpoint does not know them. */
const NOT_TRACKED: ReadonlySet<string> = new Set([
  'FeatureUnavailableInTierException',
  'InvalidUserPoolConfigurationException',
  'OperationNotEnabledException',
  'UnknownOperationException',
  'UnsupportedOperationException',
]);

const notTrackedError = ({ code, message }: AuthError): AuthError =>
  new AuthError({
    kind: 'configuration',
    code,
    message,
    recoverySuggestion:
      'Switch session tracking on in the user pool (SetUserPoolSessionConfiguration; plan Essentials or Plus), then sign in again.',
  });

/** Says what to switch on where the user pool does not track sessions; `codes` are further answers that mean so. */
export function explainTracking<T>(codes: readonly string[] = []): MonoTypeOperatorFunction<T> {
  return catchError((error: unknown) => {
    const isUntracked =
      error instanceof AuthError && (NOT_TRACKED.has(error.code) || codes.includes(error.code));
    return throwError(() => (isUntracked ? notTrackedError(error) : error));
  });
}
