import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';

/**
 * Makes the error for a platform on which the AWS SDK cannot even be loaded, nor a client's secret be proven. A file of its own,
 * which only such a platform loads: with the SDK, nothing of it would come.
 */
export const noTextEncoderError = (): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'PlatformIncomplete',
    delivery: 'notSent',
    message: 'This platform has no TextEncoder, which the AWS SDK and clients with a secret need.',
    recoverySuggestion:
      'Load a polyfill of TextEncoder at the start of the application: the package fast-text-encoding, or a newer React Native (0.74), has it.',
  });
