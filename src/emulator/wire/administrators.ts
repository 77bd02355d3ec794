import { CognitoError } from '../errors';
import type { OperationName } from '../operations/table';

/**
 * Makes the judge of who may call an administrator's operation.
 *
 * A page names its origin with every such request, and cannot leave it out; other programs have none.
 *
 * @throws TypeError where an entry is not an origin
 */
export function administratorJudge(adminOrigins: readonly string[]): (request: Request) => boolean {
  const stray = adminOrigins.find((entry) => !URL.canParse(entry) || new URL(entry).origin !== entry);
  if (stray !== undefined) {
    throw new TypeError(`adminOrigins names ${JSON.stringify(stray)}: write scheme, host and port only.`);
  }
  return ({ headers }) => {
    const origin = headers.get('origin');
    return origin === null || adminOrigins.includes(origin);
  };
}

/** Makes the refusal of a page that may not call an administrator's operation. */
export function notForPages(operation: OperationName): CognitoError {
  return new CognitoError(
    'MissingAuthenticationTokenException',
    `${operation} is an administrator's, and not for pages: name the page's origin in the option adminOrigins.`,
  );
}
