import { FetchBackend, HttpBackend, HttpContextToken, HttpErrorResponse } from '@angular/common/http';
import type { HttpHandlerFn, HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject, Injector, runInInjectionContext } from '@angular/core';
import { catchError, defer, switchMap, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { Auth, AuthTokens } from 'rx-cognito';
import { createAllowJudge } from './allow-list';
import type { AllowEntry } from './allow-list';
import { injectBaseUrl } from './base-url';
import { injectAuth } from '../inject-auth';
import { withinSession$ } from './within-session';

/** The options of `authInterceptor`. */
export interface AuthInterceptorOptions {
  /**
   * The requests that get the token: origins, exactly, as `https://api.example.com`; parts of an origin, as
   * `{ origin, paths: ['/api'] }`; or a predicate over the URL. No other request is touched, whoever is signed in or not.
   */
  readonly allow: readonly AllowEntry[];
  /** Which token they get. Default: `access`. */
  readonly token?: 'access' | 'id';
}

/**
 * Set to `true` in the context of a request, it keeps `authInterceptor` from touching that request.
 *
 * @example
 * ```ts
 * import { HttpContext } from '@angular/common/http';
 * import type { HttpClient } from '@angular/common/http';
 * import { SKIP_AUTH } from 'rx-cognito/angular';
 *
 * const pricesOf = (http: HttpClient) =>
 *   http.get('https://api.example.com/prices', { context: new HttpContext().set(SKIP_AUTH, true) });
 * ```
 */
export const SKIP_AUTH: HttpContextToken<boolean> = new HttpContextToken<boolean>(() => false);

/**
 * Makes an interceptor that sends a fresh token with the requests it is told, as `Authorization: Bearer`.
 *
 * A request waits while the session is restored or its tokens are refreshed. After a 401 the tokens are refreshed, once for
 * all requests, and the request is sent once more. Where nobody is signed in, and where the session ends while a request
 * waits, it fails with an `AuthError` of kind `signedOut`, and is not sent with the next user's token. A request that has an
 * `Authorization` header already is left alone. With `withFetch()` a redirect is an error, unless the request says
 * otherwise, for no token may follow it elsewhere; with XMLHttpRequest that is left to the browser. While a page is rendered on a
 * server there is no token: what would get one fails at once (`RenderedOnServer`), everything else goes out.
 *
 * @throws AuthError of kind `configuration` where an entry of `allow` would not do what it says: a pattern, a slash at the end
 *
 * @example
 * ```ts
 * import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
 * import { authInterceptor } from 'rx-cognito/angular';
 *
 * export const http = provideHttpClient(
 *   withFetch(),
 *   withInterceptors([authInterceptor({ allow: ['https://api.example.com'] })]),
 * );
 * ```
 */
export function authInterceptor({ allow, token = 'access' }: AuthInterceptorOptions): HttpInterceptorFn {
  const isAllowed = createAllowJudge(allow);
  const tokenOf = (tokens: AuthTokens): string => (token === 'id' ? tokens.idToken : tokens.accessToken);

  const intercept: HttpInterceptorFn = (request, next) => {
    const isOptedOut = request.context.get(SKIP_AUTH) || request.headers.has('Authorization');
    if (isOptedOut || !isAllowed(request.urlWithParams, injectBaseUrl())) return next(request);

    const auth = injectAuth();
    const send$ = sender(request, next);
    return withinSession$(auth, (wait$) =>
      wait$(auth.tokens$()).pipe(
        switchMap((tokens) =>
          send$(tokenOf(tokens)).pipe(
            catchError((refusal: unknown) => {
              if (!(refusal instanceof HttpErrorResponse) || refusal.status !== 401)
                return throwError(() => refusal);
              return wait$(newerTokens$(auth, tokens, refusal)).pipe(
                switchMap((newer) => send$(tokenOf(newer))),
              );
            }),
          ),
        ),
      ),
    );
  };
  // Angular counts a request as pending before it asks the interceptors: one that threw would keep a page on a server from
  // ever being finished. What throws here becomes the request's own error.
  return (request, next) => {
    const injector = inject(Injector);
    return defer(() => runInInjectionContext(injector, () => intercept(request, next)));
  };
}

function sender(
  request: HttpRequest<unknown>,
  next: HttpHandlerFn,
): (token: string) => ReturnType<HttpHandlerFn> {
  const given = request.redirect as RequestRedirect | undefined;
  // XMLHttpRequest knows no such option, and Angular warns of each request that has it.
  const canRefuseRedirects = inject(HttpBackend) instanceof FetchBackend && given === undefined;
  return (token) =>
    next(
      request.clone({
        setHeaders: { Authorization: `Bearer ${token}` },
        ...(canRefuseRedirects ? { redirect: 'error' } : {}),
      }),
    );
}

/** Emits tokens that are newer than the refused one; errors with the refusal where there are none for now. */
function newerTokens$(
  auth: Auth,
  { accessToken: refused }: AuthTokens,
  refusal: HttpErrorResponse,
): Observable<AuthTokens> {
  return auth.tokens$({ refused }).pipe(
    catchError((error: unknown) => {
      const isOver =
        error instanceof AuthError && (error.kind === 'signedOut' || error.kind === 'sessionExpired');
      return throwError(() => (isOver ? error : refusal));
    }),
  );
}
