import {
  AsyncSubject,
  catchError,
  concatMap,
  defer,
  isObservable,
  map,
  of,
  switchMap,
  take,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthError, HostedUiConnection, RedirectResult } from 'rx-cognito';
import { asAuthError } from '../flows/limits';
import { testError } from './results';
import type { Script } from './script';
import type { ScriptedSignOut } from './scripted-sign-out';
import { SCRIPTED_NONCE } from './scripted-tokens';
import type { TokenIssuer } from './scripted-tokens';
import { testUser } from './states';
import type { RedirectSignIn, TestAuthOptions } from './test-auth';

/** How long a page may take to go away. */
const LEAVING_LIMIT_MS = 10_000;

/** Managed login, as the script has it. */
export interface ScriptedHostedUi {
  readonly connection: HostedUiConnection;
  /** Goes on with the sign-in that the page returned from; called once, when the core is there. */
  begin(): void;
}

const stillHereError = (): AuthError => testError({ kind: 'cancelled', code: 'SignInCancelled' });

const customStateOf = (result: RedirectSignIn | undefined): { readonly customState?: string } =>
  result?.customState === undefined ? {} : { customState: result.customState };

/** A report waits in a tab without its way to be tried again. */
const told = (result: RedirectResult): RedirectResult => {
  if (result.type !== 'signedOut') return Object.freeze({ ...result });
  const { retry$: _, ...report } = { retry$: undefined, ...result.report };
  return Object.freeze({ ...result, report: Object.freeze(report) });
};

/**
 * Creates managed login by the script.
 *
 * @param returned$ - what this page learns by its arrival; a sign-in goes through the core, as one at Cognito does
 */
export function createScriptedHostedUi(
  script: Script,
  issuer: TokenIssuer,
  signOut: ScriptedSignOut,
  returned$: NonNullable<TestAuthOptions['redirectResult']>,
): ScriptedHostedUi {
  const result$ = new AsyncSubject<RedirectResult>();
  const settle = (results$: Observable<RedirectResult>): void => {
    results$.pipe(map(told)).subscribe(result$);
  };
  const tokensOf$ = ({ user }: Extract<RedirectSignIn, { type: 'signedIn' }>) => of(issuer.issue(user));
  let goOn = (): void => undefined;

  const connection: HostedUiConnection = ({ attempt$, report, scheduler }) => ({
    result$: result$.asObservable(),
    signIn$: () => {
      const left$ = timer(LEAVING_LIMIT_MS, scheduler).pipe(switchMap(() => throwError(stillHereError)));
      return attempt$((attempt) =>
        (script.take$('signInWithRedirect') ?? left$).pipe(
          concatMap((result) =>
            attempt
              .begin$(attempt.epoch, () => tokensOf$({ type: 'signedIn', user: testUser() }), SCRIPTED_NONCE)
              .pipe(map(() => result)),
          ),
        ),
      );
    },
    resume: (epoch, run$) => {
      if (!isObservable(returned$) && (returned$.type === 'none' || returned$.type === 'signedOut')) {
        settle(of(returned$));
        return false;
      }
      const answer$: Observable<RedirectSignIn> = isObservable(returned$) ? returned$ : of(returned$);
      goOn = () => {
        let given: RedirectSignIn | undefined;
        const signedIn$ = run$((attempt) =>
          answer$.pipe(
            take(1),
            tap((answer) => (given = answer)),
            concatMap((answer) => {
              if (answer.type === 'signInFailed') throw answer.error;
              return attempt.begin$(epoch, () => tokensOf$(answer), SCRIPTED_NONCE);
            }),
          ),
        );
        settle(
          signedIn$.pipe(
            map((user): RedirectResult => ({ type: 'signedIn', user, ...customStateOf(given) })),
            catchError((thrown: unknown) => {
              const error = asAuthError(thrown);
              report(error);
              return of<RedirectResult>({ type: 'signInFailed', error, ...customStateOf(given) });
            }),
          ),
        );
      };
      return true;
    },
    browserSession: (asked) =>
      asked === 'skip'
        ? undefined
        : {
            // Without an answer the page leaves, as far as a page can that has nowhere to go.
            end$: () =>
              defer(
                () =>
                  signOut.browserStep$(LEAVING_LIMIT_MS) ??
                  timer(LEAVING_LIMIT_MS, scheduler).pipe(
                    map(() => ({
                      outcome: 'unknown' as const,
                      error: testError({ kind: 'timeout', code: 'NotReturned' }),
                    })),
                  ),
              ),
          },
  });

  return {
    connection,
    begin: () => {
      goOn();
    },
  };
}
