import type { HostedUiConnection } from 'rx-cognito';
import { createBrowserSession } from './browser-session';
import { checkedOptions } from './options';
import type { HostedUiOptions } from './options';
import { createPage } from './page';
import { readPageReturn } from './return';
import { createSignIn } from './sign-in';
import { createTabRecords } from './tab-records';

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
  return (parts) => {
    const page = createPage();
    const records = createTabRecords(page, parts.userPoolClientId, () => parts.scheduler.now());
    return {
      ...readPageReturn(parts, settings, page, records),
      signIn$: createSignIn(parts, settings, page, records),
      browserSession: createBrowserSession(parts, settings, page, records),
    };
  };
}
