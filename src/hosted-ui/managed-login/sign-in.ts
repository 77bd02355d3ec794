import { AuthError } from 'rx-cognito';
import type { HostedUiParts, OwnErrorCode, SignInResult, SignInWithRedirectInput } from 'rx-cognito';
import { defer, map, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { isAt, readReturn } from '../address';
import { authorizeUrl, chosenFields } from './authorize-url';
import { argumentError, cancelledError, foreignReturnError, refusedError } from './errors';
import { optionError } from '../option-error';
import { exchange$ } from './exchange';
import { pickUrl } from '../options';
import type { Settings } from '../options';
import type { Page } from '../page';
import { leave$ } from './page-life';
import type { PageLife } from './page-life';
import { challenge$, randomText } from './proof';
import type { SignInRecords } from '../sign-in-records';
import { opened$ } from './opened';

const SIGNED_IN: SignInResult = Object.freeze({
  isSignedIn: true,
  nextStep: Object.freeze({ signInStep: 'DONE' }),
});

const noTabStorageError = (): AuthError =>
  new AuthError({
    kind: 'storage',
    code: 'StorageNotReadable' satisfies OwnErrorCode,
    message: 'This tab cannot keep what it needs to know when it comes back from managed login.',
    recoverySuggestion:
      'Allow site data for this origin; outside of a browser, set hostedUi.openAuthSession.',
  });

const stillHereError = (): AuthError =>
  cancelledError('SignInCancelled', 'The page is here, or here again, without an answer of managed login.');

/** Creates the sign-in that leaves for managed login. */
export function createSignIn(
  parts: HostedUiParts,
  settings: Settings,
  page: Page & PageLife,
  records: SignInRecords,
): (input?: SignInWithRedirectInput) => Observable<SignInResult> {
  const { openAuthSession: open$, redirectSignIn, server } = settings;
  const clientId = parts.userPoolClientId;

  /** Emits nothing: the page goes away, or it errors. The record stays, for whatever comes back all the same. */
  const left$ = (url: string): Observable<never> =>
    leave$(page, url, parts.scheduler).pipe(
      map(() => {
        throw stillHereError();
      }),
    );

  const run$ = (
    customState: string | undefined,
    chosen: Readonly<Record<string, string | undefined>>,
    redirectUrl: string,
  ): Observable<SignInResult> =>
    parts.attempt$((attempt) => {
      const { epoch } = attempt;
      const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
      return challenge$(verifier).pipe(
        switchMap((challenge) => {
          const url = authorizeUrl(settings, chosen, { clientId, redirectUrl, state, nonce, challenge });
          if (!open$) {
            const leftAt = parts.scheduler.now();
            const record = { verifier, nonce, redirectUrl, epoch, customState, leftAt };
            if (!records.keep(state, record)) throw noTabStorageError();
            return left$(url);
          }
          return opened$(open$, url, redirectUrl).pipe(
            switchMap((href) => {
              const returned = isAt(href, redirectUrl) ? readReturn(href) : undefined;
              const { code, error, description } = returned ?? {};
              if (returned?.state !== state || returned.isDoubled)
                throw foreignReturnError(!!returned?.state);
              if (code === undefined) throw refusedError(error ?? '', description);
              const exchange = { server, clientId, code, verifier, redirectUrl };
              return attempt.begin$(epoch, (hide) => exchange$(exchange, hide, parts.scheduler), nonce);
            }),
            map(() => SIGNED_IN),
          );
        }),
      );
    });

  return (given) =>
    defer(() => {
      const input = given ?? {};
      const { customState, redirectUrl: asked } = input;
      if (customState !== undefined && typeof customState !== 'string') {
        throw argumentError('customState', 'a text');
      }
      const chosen = chosenFields(input);
      const redirectUrl = pickUrl('redirectSignIn', redirectSignIn, asked, page.origin);
      // What this tab keeps would not be found there.
      if (!open$ && new URL(redirectUrl).origin !== page.origin) {
        throw optionError('redirectUrl', 'a URL of the origin of this page');
      }
      return run$(customState, chosen, redirectUrl);
    });
}
