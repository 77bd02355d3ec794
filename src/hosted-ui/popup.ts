import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import { filter, interval, Observable, skip } from 'rxjs';
import type { OpenAuthSession } from './options';

/** How a pop-up looks. */
export interface PopupOptions {
  /** Pixels. Default: 480. */
  readonly width?: number;
  /** Pixels. Default: 680. */
  readonly height?: number;
}

const LOOK_INTERVAL_MS = 500;

const blockedError = (): AuthError =>
  new AuthError({
    kind: 'invalidState',
    code: 'PopupBlocked' satisfies OwnErrorCode,
    message: 'The browser did not open the pop-up of managed login.',
    recoverySuggestion: 'Subscribe to signInWithRedirect$() right in the handler of a click.',
  });

// In the chunk that loads later its like stands once more: an import of it would bring that chunk here.
const closedError = (): AuthError =>
  new AuthError({
    kind: 'cancelled',
    code: 'AuthSessionClosed' satisfies OwnErrorCode,
    message: 'The pop-up of managed login was closed without an answer.',
    recoverySuggestion: 'Sign in again if it is still wanted.',
  });

/** The pages of this origin, and of no other, hear of a state that only the one that drew it knows. */
const channelOf = (href: string): BroadcastChannel =>
  new globalThis.BroadcastChannel(`rx-cognito.popup.${new URL(href).searchParams.get('state') ?? ''}`);

/**
 * Returns an `openAuthSession` that shows managed login in a pop-up. The page that the pop-up comes back to hands its address over by
 * creating its own `Auth`, with the same options; then it is closed. A sign-out leaves by the page itself.
 *
 * A provider whose pages cut the tie between windows (`Cross-Origin-Opener-Policy: same-origin`) looks like a pop-up that is closed: use
 * the redirect there.
 *
 * @example
 * ```ts
 * import { hostedUi, popupAuthSession } from 'rx-cognito/hosted-ui';
 *
 * export const managedLogin = hostedUi({
 *   domain: 'auth.example.com',
 *   redirectSignIn: ['https://app.example.com/callback'],
 *   redirectSignOut: ['https://app.example.com/'],
 *   openAuthSession: popupAuthSession(),
 * });
 * ```
 */
export function popupAuthSession({ width = 480, height = 680 }: PopupOptions = {}): OpenAuthSession {
  const open$ = (url: string): Observable<string> =>
    new Observable((subscriber) => {
      // Before anything is shown: where there is none, no answer could come.
      const channel = channelOf(url);
      const popup = globalThis.open(url, '_blank', `popup,width=${width},height=${height}`);
      if (!popup) {
        channel.close();
        subscriber.error(blockedError());
        return undefined;
      }
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data !== 'string') return;
        subscriber.next(data);
        subscriber.complete();
      };
      // Its last word may come right after it is closed.
      const closed = interval(LOOK_INTERVAL_MS)
        .pipe(
          filter(() => popup.closed),
          skip(1),
        )
        .subscribe(() => {
          subscriber.error(closedError());
        });
      return () => {
        closed.unsubscribe();
        channel.close();
        popup.close();
      };
    });
  const relay = (href: string): void => {
    const channel = channelOf(href);
    channel.postMessage(href);
    channel.close();
  };
  return Object.assign(open$, { relay });
}
