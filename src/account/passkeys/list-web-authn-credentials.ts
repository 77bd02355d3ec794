import { switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from 'rx-cognito';
import { validationError } from '../errors';
import { checkedText, given } from '../input';
import { loaded$, operation$, readBy } from '../operation';

/** What `listWebAuthnCredentials$` takes. */
export interface ListWebAuthnCredentialsInput {
  /** How many at a time, 1–20. Default: as many as the user pool likes. */
  readonly pageSize?: number;
  /** The `nextToken` of the list before. */
  readonly nextToken?: string;
}

/** A passkey as the user pool knows it. Names and fields as in amplify-js 6. */
export interface AuthWebAuthnCredential {
  /** What `deleteWebAuthnCredential$` takes. */
  readonly credentialId: string;
  readonly friendlyCredentialName?: string;
  readonly relyingPartyId?: string;
  readonly authenticatorAttachment?: string;
  readonly authenticatorTransports?: readonly string[];
  readonly createdAt?: Date;
}

/** What `listWebAuthnCredentials$` emits. */
export interface ListWebAuthnCredentialsResult {
  readonly credentials: readonly AuthWebAuthnCredential[];
  /** Where there are more. */
  readonly nextToken?: string;
}

const MAX_PAGE_SIZE = 20;

interface Described {
  readonly CredentialId?: string | undefined;
  readonly FriendlyCredentialName?: string | undefined;
  readonly RelyingPartyId?: string | undefined;
  readonly AuthenticatorAttachment?: string | undefined;
  readonly AuthenticatorTransports?: readonly string[] | undefined;
  readonly CreatedAt?: Date | undefined;
}

function checkedPageSize(pageSize: unknown): number {
  if (
    typeof pageSize === 'number' &&
    Number.isInteger(pageSize) &&
    pageSize >= 1 &&
    pageSize <= MAX_PAGE_SIZE
  )
    return pageSize;
  throw validationError('pageSize', `a whole number from 1 to ${MAX_PAGE_SIZE}`);
}

/** What has no id is none that anything could be done with. */
function credentialsOf(described: Described): readonly AuthWebAuthnCredential[] {
  const {
    CredentialId: credentialId,
    FriendlyCredentialName: friendlyCredentialName,
    RelyingPartyId: relyingPartyId,
    AuthenticatorAttachment: authenticatorAttachment,
    AuthenticatorTransports: transports,
    CreatedAt: createdAt,
  } = described;
  if (!credentialId) return [];
  const known = Object.freeze({
    credentialId,
    ...(friendlyCredentialName === undefined ? {} : { friendlyCredentialName }),
    ...(relyingPartyId === undefined ? {} : { relyingPartyId }),
    ...(authenticatorAttachment === undefined ? {} : { authenticatorAttachment }),
    ...(transports === undefined ? {} : { authenticatorTransports: Object.freeze([...transports]) }),
    ...(createdAt === undefined ? {} : { createdAt }),
  });
  return [known];
}

/**
 * Lists the passkeys of the user who is signed in, one page.
 *
 * Cold; each subscription asks once. Emits one {@link ListWebAuthnCredentialsResult} and completes. Errors as `send$` does, and
 * with kind `validation` before asking. Unsubscribing aborts the request.
 */
export function listWebAuthnCredentials$(
  auth: Auth,
  input?: ListWebAuthnCredentialsInput,
): Observable<ListWebAuthnCredentialsResult> {
  return operation$(() => {
    const { pageSize, nextToken } = given(input);
    const request = {
      ...(pageSize === undefined ? {} : { MaxResults: checkedPageSize(pageSize) }),
      ...(nextToken === undefined
        ? {}
        : { NextToken: checkedText('nextToken', 'the nextToken of a list', nextToken) }),
    };
    return loaded$(() => import('../commands/passkey-commands')).pipe(
      switchMap(({ listWebAuthnCredentials }) =>
        auth.send$((AccessToken) => listWebAuthnCredentials({ AccessToken, ...request })),
      ),
      readBy(({ Credentials = [], NextToken }) =>
        Object.freeze({
          credentials: Object.freeze(Credentials.flatMap(credentialsOf)),
          ...(NextToken === undefined ? {} : { nextToken: NextToken }),
        }),
      ),
    );
  });
}
