import { asyncScheduler, catchError, defer, map, Observable, throwError, timeout } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Passkeys } from '../../ports/passkeys';
import { assertionOf, registrationOf } from './passkey-credentials';
import { passkeyError, passkeyNotSupportedError, passkeyTimeoutError } from './passkey-errors';
import type { Ceremony } from './passkey-errors';
import { creationOptionsOf, requestOptionsOf, timeoutOf } from './passkey-options';
import { isPasskeySupported } from './passkey-support';
import type { PasskeyScope } from './passkey-support';

/** What the prompts are made of. */
export interface WebPasskeysOptions {
  /** Default: the page's own global object. */
  readonly scope?: PasskeyScope;
  /** Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

/** The browser ends a prompt itself, in its own words; what never answers is ended this much later. */
const GRACE_MS = 5_000;

/** Opens a prompt, and closes it when nobody waits for it any more. */
const prompt$ = (open: (signal: AbortSignal) => Promise<unknown>): Observable<unknown> =>
  new Observable((subscriber) => {
    const abort = new AbortController();
    new Promise((resolve) => {
      resolve(open(abort.signal));
    }).then(
      (credential) => {
        subscriber.next(credential);
        subscriber.complete();
      },
      (thrown: unknown) => {
        subscriber.error(thrown);
      },
    );
    return () => {
      abort.abort();
    };
  });

/** Creates the way to the passkeys of a browser, over `navigator.credentials`. */
export function createWebPasskeys({
  scope = globalThis,
  scheduler = asyncScheduler,
}: WebPasskeysOptions = {}): Passkeys {
  const ceremony$ = <Options extends { readonly timeout?: unknown }, Result>(
    ceremony: Ceremony,
    read: () => Options,
    open: (credentials: CredentialsContainer, options: Options, signal: AbortSignal) => Promise<unknown>,
    write: (credential: unknown) => Result,
  ): Observable<Result> =>
    defer(() => {
      const credentials = scope.navigator?.credentials as CredentialsContainer | undefined;
      if (!isPasskeySupported(scope) || !credentials) throw passkeyNotSupportedError();
      const options = read();
      return prompt$((signal) => open(credentials, options, signal)).pipe(
        timeout({
          first: timeoutOf(options) + GRACE_MS,
          scheduler,
          with: () => throwError(() => passkeyTimeoutError(ceremony)),
        }),
      );
    }).pipe(
      map(write),
      catchError((thrown: unknown) => throwError(() => passkeyError(thrown, ceremony))),
    );

  return {
    create$: (options) =>
      ceremony$(
        'registration',
        () => creationOptionsOf(options),
        (credentials, publicKey, signal) => credentials.create({ publicKey, signal }),
        registrationOf,
      ),
    get$: (options) =>
      ceremony$(
        'authentication',
        () => requestOptionsOf(options),
        (credentials, publicKey, signal) => credentials.get({ publicKey, signal }),
        assertionOf,
      ),
  };
}
