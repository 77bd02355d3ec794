import type { AuthError } from './auth-error';
import type { StepResult } from './sign-out-report';

/** Whether it is certain that the server never saw the request. */
export const wasNeverSent = ({ delivery }: AuthError): boolean => delivery === 'notSent';

/** Whether the server may have done what a failed request asked for: it was sent, and no readable answer came. */
export const mayHaveTakenEffect = ({ delivery }: AuthError): boolean =>
  delivery === 'unanswered' || delivery === 'notKnown';

/** The platform says that there is no connection, and nothing speaks against it. */
const isOffline = ({ code, delivery }: AuthError): boolean => code === 'Offline' && delivery === 'notKnown';

/** Judges what a failed request says about the token it was to end. */
export function failedStep(error: AuthError): StepResult {
  return { outcome: mayHaveTakenEffect(error) && !isOffline(error) ? 'unknown' : 'failed', error };
}
