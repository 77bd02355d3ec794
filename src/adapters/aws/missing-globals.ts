import { ownError } from '../../model/auth-error';
import type { AuthError } from '../../model/auth-error';

/** What the AWS SDK cannot do without, and what brings it. Everything else that it asks for is given to it. */
const POLYFILLS = {
  TextEncoder: 'the package fast-text-encoding, or a newer React Native (0.74), has it',
  fetch: 'the package whatwg-fetch has it; or pass your own client, which needs none',
} as const;

/** A global of the platform without which no request can be made. */
export type NeededGlobal = keyof typeof POLYFILLS;

/** Returns the first global that the platform lacks. */
export const missingGlobal = (needed: readonly NeededGlobal[]): NeededGlobal | undefined =>
  needed.find((name) => (globalThis as Partial<Record<NeededGlobal, unknown>>)[name] === undefined);

/** Makes the error for a platform on which the AWS SDK cannot run: nothing was sent. */
export const platformIncompleteError = (missing: NeededGlobal): AuthError =>
  ownError({
    kind: 'configuration',
    code: 'PlatformIncomplete',
    delivery: 'notSent',
    message: `This platform has no ${missing}, without which no request can be made.`,
    recoverySuggestion: `Load a polyfill of ${missing} before createAuth is called: ${POLYFILLS[missing]}.`,
  });
