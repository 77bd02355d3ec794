import type { AuthError, HostedUi, HostedUiParts, RedirectResult } from 'rx-cognito';
import { asapScheduler, AsyncSubject, subscribeOn } from 'rxjs';
import type { Observable } from 'rxjs';
import { isAt, readReturn, withoutAnswer } from './address';
import { cancelledError, foreignReturnError, refusedError } from './errors';
import { exchange$ } from './exchange';
import type { Settings } from './options';
import type { Page } from './page';
import type { SignInRecord, TabRecords } from './tab-records';

/** A sign-in that this page returned from with a code. */
interface CodeReturn {
  readonly code: string;
  readonly record: SignInRecord;
}

/** What comes of this page's return. */
export interface Return extends Pick<HostedUi, 'resume'> {
  readonly result$: Observable<RedirectResult>;
}

const overtakenError = (): AuthError =>
  cancelledError(
    'SignInSuperseded',
    'Another tab signed in or out while this one was away, and that stands.',
  );

const custom = ({ customState }: SignInRecord): { readonly customState?: string } =>
  customState === undefined ? {} : { customState };

/** Looks, right now, whether this page has returned, and takes the answer out of its address before a router sees it. */
export function readPageReturn(
  parts: HostedUiParts,
  settings: Settings,
  page: Page,
  records: TabRecords,
): Return {
  const result$ = new AsyncSubject<RedirectResult>();
  const settle = (result: RedirectResult): void => {
    result$.next(Object.freeze(result));
    result$.complete();
  };
  // Nobody can listen to `errors$` yet.
  const report = (error: unknown): void => {
    asapScheduler.schedule(() => {
      parts.report(error);
    });
  };
  const fail = (error: AuthError, record?: SignInRecord): void => {
    report(error);
    settle({ type: 'signInFailed', error, ...(record && custom(record)) });
  };

  /** A sign-in to go on with; everything else is settled at once. */
  const read = (): CodeReturn | undefined => {
    const { href } = page;
    const isRegistered = href !== undefined && settings.redirectSignIn.some((url) => isAt(href, url));
    const returned = isRegistered ? readReturn(href) : undefined;
    if (href === undefined || !returned) {
      const left = records.takeReport();
      settle(left ? { type: 'signedOut', report: left } : { type: 'none' });
      return undefined;
    }
    const { code, description, error = '', isDoubled, state } = returned;
    const record =
      state === undefined || isDoubled
        ? undefined
        : records.takeSignIn(state, (redirectUrl) => isAt(href, redirectUrl));
    if (!record) {
      // Its address is left as it is: it may be the business of somebody else.
      settings.openAuthSession?.relay?.(href);
      const foreign = foreignReturnError(state !== undefined);
      if (state === undefined && code === undefined) fail(foreign);
      else {
        report(foreign);
        settle({ type: 'none' });
      }
      return undefined;
    }
    page.rename(withoutAnswer(href));
    if (code !== undefined) return { code, record };
    fail(refusedError(error, description), record);
    return undefined;
  };

  const pending = read();
  return {
    result$: result$.asObservable(),
    resume: (stored, run$) => {
      if (!pending) return false;
      const { code, record } = pending;
      const { epoch, nonce, redirectUrl, verifier } = record;
      // A code that is not exchanged is worth nothing to anybody without the verifier, which is gone with the record.
      if (epoch !== stored) {
        fail(overtakenError(), record);
        return false;
      }
      const { server } = settings;
      const exchange = { server, clientId: parts.userPoolClientId, code, verifier, redirectUrl };
      run$((attempt) => attempt.begin$(epoch, exchange$(exchange, parts.scheduler), nonce))
        // The attempt has to be taken up first.
        .pipe(subscribeOn(asapScheduler))
        .subscribe({
          next: (user) => {
            settle({ type: 'signedIn', user, ...custom(record) });
          },
          error: (error: unknown) => {
            // The flows error with nothing else.
            fail(error as AuthError, record);
          },
        });
      return true;
    },
  };
}
