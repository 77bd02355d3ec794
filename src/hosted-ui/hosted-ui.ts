import type { AuthError, HostedUi, HostedUiConnection, HostedUiParts, RedirectResult } from 'rx-cognito';
import { asapScheduler, AsyncSubject, catchError, map, of, subscribeOn, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { readArrival, reportKeyOf } from './arrival';
import { checkedOptions, pickUrl } from './options';
import type { HostedUiOptions, Settings } from './options';
import { createPage } from './page';
import { createSignInRecords } from './sign-in-records';

/** Connects managed login. Here is what cannot wait: the answer in the address, and what is refused before anything is touched. */
function connect(parts: HostedUiParts, settings: Settings): HostedUi {
  const { endSession, redirectSignOut } = settings;
  const { scheduler, userPoolClientId } = parts;
  const page = createPage();
  const records = createSignInRecords(page, userPoolClientId, () => scheduler.now());
  const arrival = readArrival(settings, page, userPoolClientId, records);
  const managed$ = parts
    .load$(() => import('./managed-login/managed-login'))
    .pipe(map((chunk) => chunk.createManagedLogin(parts, settings, page, records)));
  const result$ = new AsyncSubject<RedirectResult>();
  const record = 'record' in arrival ? arrival.record : undefined;
  const custom = record?.customState !== undefined && { customState: record.customState };
  /** Whatever comes of this page's arrival is its one result; where nothing comes, nobody waits for it. */
  const settle = (judged$: Observable<RedirectResult>): void => {
    judged$
      .pipe(
        catchError((error: unknown) => {
          parts.report(error);
          // The next page may have more luck with it.
          if (arrival.type === 'left') page.write(reportKeyOf(userPoolClientId), arrival.text);
          return of<RedirectResult>(
            record ? { type: 'signInFailed', error: error as AuthError, ...custom } : { type: 'none' },
          );
        }),
        map((result) => Object.freeze(result)),
      )
      .subscribe(result$);
  };

  if (arrival.type === 'none') settle(of(arrival));
  else if (arrival.type !== 'code') settle(managed$.pipe(map((managed) => managed.resultOf(arrival))));

  return {
    result$: result$.asObservable(),
    signIn$: (input) => managed$.pipe(switchMap((managed) => managed.signIn$(input))),
    resume: (stored, run$) => {
      if (arrival.type !== 'code') return false;
      const isOvertaken = arrival.record.epoch !== stored;
      settle(
        isOvertaken
          ? // A code that is not exchanged is worth nothing without the verifier, which is gone with the record.
            managed$.pipe(
              map((managed) => {
                throw managed.overtakenError();
              }),
            )
          : run$((attempt) => managed$.pipe(switchMap((managed) => managed.begin$(arrival, attempt)))).pipe(
              // The attempt has to be taken up first.
              subscribeOn(asapScheduler),
              map((user) => ({ type: 'signedIn', user, ...custom })),
            ),
      );
      return !isOvertaken;
    },
    browserSession: (asked) => {
      if (asked === 'skip') return undefined;
      const redirectUrl = pickUrl('redirectSignOut', redirectSignOut, asked?.redirectUrl, page.origin);
      if (endSession === 'none') return undefined;
      return {
        end$: (reportOf, revokeToken) =>
          // The revocation ends the browser's session with the tokens, or does not; whatever came of it is known already.
          endSession === 'linked' && revokeToken.outcome !== 'notSupported'
            ? of(revokeToken)
            : managed$.pipe(
                switchMap((managed) => managed.logout$(redirectUrl, reportOf)),
                catchError((error: unknown) => of({ outcome: 'failed', error: error as AuthError } as const)),
              ),
      };
    },
  };
}

/**
 * Returns managed login (the hosted UI) for the option `hostedUi` of `createAuth`, which then carries on, by itself, the sign-in that a
 * page returns from.
 *
 * @throws AuthError of kind `configuration`, naming the option that is malformed
 *
 * @example
 * ```ts
 * import { createAuth } from 'rx-cognito';
 * import { hostedUi, redirectResult$, signInWithRedirect$ } from 'rx-cognito/hosted-ui';
 *
 * const auth = createAuth({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   hostedUi: hostedUi({
 *     domain: 'auth.example.com',
 *     redirectSignIn: ['https://app.example.com/callback'],
 *     redirectSignOut: ['https://app.example.com/'],
 *   }),
 * });
 * redirectResult$(auth).subscribe((result) => console.log(result.type));
 * const continueWithGoogle = () => signInWithRedirect$(auth, { provider: 'Google' }).subscribe();
 * ```
 */
export function hostedUi(options: HostedUiOptions): HostedUiConnection {
  const settings = checkedOptions(options);
  return (parts) => connect(parts, settings);
}
