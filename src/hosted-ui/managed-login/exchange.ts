import { AuthError } from 'rx-cognito';
import type { AuthenticationResult, HostedUiExchange, OwnErrorCode } from 'rx-cognito';
import { catchError, defer, map, throwError, timeout } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';
import { fromFetch } from 'rxjs/fetch';
import { refusedError } from './errors';

const EXCHANGE_LIMIT_MS = 10_000;
/** Far above any answer with tokens. */
const ANSWER_MAX_LENGTH = 1_048_576;

type Hide = Parameters<HostedUiExchange>[0];

/** What a code is exchanged with. */
export interface Exchange {
  readonly server: string;
  readonly clientId: string;
  readonly code: string;
  readonly verifier: string;
  readonly redirectUrl: string;
}

const failedError = (
  kind: 'network' | 'timeout' | 'service',
  code: OwnErrorCode,
  message: string,
): AuthError =>
  new AuthError({
    kind,
    code,
    message,
    // A code is good for one try.
    recoverySuggestion: 'Sign in again.',
    retryable: true,
  });

const noAnswerError = (): AuthError =>
  failedError('network', 'NetworkError', 'Managed login could not be reached to exchange the code.');
const timeoutError = (): AuthError =>
  failedError(
    'timeout',
    'Timeout',
    `The exchange of the code took longer than ${EXCHANGE_LIMIT_MS / 1_000} seconds.`,
  );
const unreadableError = (status: number): AuthError =>
  failedError(
    'service',
    'UnreadableAnswer',
    `The exchange of the code was answered by ${status}, and not by tokens.`,
  );

/** Reads an answer to its end, but no further than any that holds tokens. */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > ANSWER_MAX_LENGTH) break;
  }
  void reader.cancel();
  return text;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

function tokensOf(
  status: number,
  answer: unknown,
  { code, verifier }: Exchange,
  hide: Hide,
): AuthenticationResult {
  const fields = Object(answer) as Readonly<Partial<Record<string, unknown>>>;
  const { error, error_description: description } = fields;
  const hidden = (text: string): string => hide(text, [code, verifier]);
  if (typeof error === 'string') {
    throw refusedError(
      hidden(error),
      typeof description === 'string' ? hidden(description) : undefined,
      true,
    );
  }
  // A refresh token alone is no session, and is handed on to be revoked.
  const isOfUse = [fields['access_token'], fields['refresh_token']].some((it) => typeof it === 'string');
  if (status !== 200 || !isOfUse) throw unreadableError(status);
  return {
    AccessToken: fields['access_token'] as string,
    IdToken: fields['id_token'] as string,
    RefreshToken: fields['refresh_token'] as string,
    ExpiresIn: fields['expires_in'] as number,
  };
}

/** Exchanges a code for tokens, once: a code that has been sent is not sent again. What the tokens are worth is for others to judge. */
export function exchange$(
  exchange: Exchange,
  hide: Hide,
  scheduler: SchedulerLike,
): Observable<AuthenticationResult> {
  const { server, clientId, code, verifier, redirectUrl } = exchange;
  return defer(() =>
    fromFetch(`${server}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        code,
        code_verifier: verifier,
        redirect_uri: redirectUrl,
      }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      selector: async (response) => ({
        status: response.status,
        answer: parsed(await textOf(response)),
      }),
    }),
  ).pipe(
    timeout({ first: EXCHANGE_LIMIT_MS, scheduler, with: () => throwError(timeoutError) }),
    map(({ status, answer }) => tokensOf(status, answer, exchange, hide)),
    // `fetch` says nothing about why, and what it says may hold the code.
    catchError((error: unknown) => throwError(() => (error instanceof AuthError ? error : noAnswerError()))),
  );
}
