import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  of,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  throwIfEmpty,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { AuthInput } from '../model/auth-input';
import { cancelledError, destroyedError, invalidStateError } from '../model/errors';
import { redactedCause } from '../model/redact';
import type { SignInNextStep, SignInResult } from '../model/sign-in-step';
import { createAttempts } from './attempts';
import type { Attempt } from './attempts';
import type { AuthContext } from './auth-context';
import { beginSession$, discardTokens } from './begin-session';
import { dispatched$ } from './dispatch';
import type { Exchanges, Stage, TokenRequest } from './stage';
import { rereadStorage$ } from './follow-storage';
import { asAuthError, listenToTheEnd$, REQUEST_LIMIT_MS, withTimeLimit } from './requests';
import { checkSignInInput } from './sign-in-input';
import type { ConfirmSignInInput, SignInInput } from './sign-in-input';

/** Answers of Cognito to a sign-in that amplify-js gives as a step to do, not as an error. */
const STEP_OF_REFUSAL: ReadonlyMap<string, SignInNextStep> = new Map([
  ['UserNotConfirmedException', { signInStep: 'CONFIRM_SIGN_UP' }],
  ['PasswordResetRequiredException', { signInStep: 'RESET_PASSWORD' }],
]);

/** Refusals of an answer after which Cognito lets the same challenge be answered again. */
const OPEN_AFTER: ReadonlySet<string> = new Set([
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
]);

/** The flows of a sign-in. */
export interface SignIn {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
  prepareSignIn$(): Observable<never>;
  /** Takes up the challenge that a page before this one left; returns what the machine is to be told of it. */
  resume(epoch: string | undefined): AuthInput | undefined;
  /** Whether an attempt is under way. */
  readonly isPending: boolean;
  /** Cuts the attempt off; its subscribers get the error, tokens that still come are revoked. The state is the caller's. */
  cut(error: AuthError): void;
}

const alreadySignedInError = (): AuthError =>
  invalidStateError(
    'UserAlreadyAuthenticatedException',
    'A user is signed in.',
    'Sign out with signOut$() first.',
  );

const noChallengeError = (): AuthError =>
  invalidStateError('NoPendingChallenge', 'No challenge waits for an answer.', 'Start again with signIn$().');

const notLoadedError = (thrown: unknown): AuthError =>
  new AuthError({
    kind: 'network',
    code: 'SignInNotLoaded',
    message: 'The code that signs in could not be loaded.',
    recoverySuggestion: 'Try again; if a new version was deployed meanwhile, reload the page.',
    retryable: true,
    cause: redactedCause(thrown),
  });

/** Whether a challenge can be answered again: the answer was wrong, or Cognito has not seen it. */
const staysOpenAfter = (error: unknown): boolean =>
  error instanceof AuthError &&
  (OPEN_AFTER.has(error.code) || error.kind === 'validation' || error.retryable);

/** Creates the flows of a sign-in; at most one attempt is under way. */
export function createSignIn(context: AuthContext): SignIn {
  const { api, current, exchangesChunk$, machine, scheduler, destroyed$ } = context;
  const attempts = createAttempts(context);
  let loaded: Exchanges | undefined;

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = (operation, input) =>
    listenToTheEnd$(
      api
        .call$(operation, input)
        .pipe(withTimeLimit('Signing in', REQUEST_LIMIT_MS, scheduler), takeUntil(destroyed$)),
      (answer) => {
        discardTokens(context, answer);
      },
    );

  const exchanges$ = defer(() => {
    if (loaded) return of(loaded);
    return exchangesChunk$.pipe(
      catchError((thrown: unknown) => throwError(() => notLoadedError(thrown))),
      map((chunk) => (loaded ??= chunk.createExchanges(context, request$))),
    );
  });

  const settled$ = (signingIn: Attempt, stage: Stage): Observable<SignInResult> => {
    if ('tokens' in stage) {
      return beginSession$(context, stage.tokens, signingIn.epoch).pipe(
        switchMap(({ user, expiresAt }) => {
          attempts.finish();
          const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
          return dispatched$(machine, { type: 'signedIn', user, expiresAt }, result);
        }),
      );
    }
    const { pending, nextStep } = stage;
    const { username } = signingIn;
    attempts.wait(signingIn, pending);
    const input: AuthInput = { type: 'challengeReceived', username, nextStep: pending.nextStep };
    return dispatched$(machine, input, { isSignedIn: false, nextStep });
  };

  const failed$ = (signingIn: Attempt, error: unknown): Observable<SignInResult> => {
    const nextStep = error instanceof AuthError ? STEP_OF_REFUSAL.get(error.code) : undefined;
    attempts.end(signingIn, 'noSession');
    return nextStep ? of({ isSignedIn: false, nextStep }) : throwError(() => asAuthError(error));
  };

  /** Runs one exchange of an attempt; unsubscribing before its answer cancels the attempt. */
  const exchange$ = (
    signingIn: Attempt,
    stage$: Observable<Stage>,
    recovered$: (error: unknown) => Observable<SignInResult>,
  ): Observable<SignInResult> => {
    let isAnswered = false;
    const exchanged$ = stage$.pipe(
      switchMap((stage) => settled$(signingIn, stage)),
      catchError(recovered$),
    );
    const cutOff$ = signingIn.cut$.pipe(mergeMap((error) => throwError(() => error)));
    const destroyedNow$ = destroyed$.pipe(mergeMap(() => throwError(destroyedError)));
    // The exchange comes last: what it does at once may cut the attempt off, and that must be heard.
    return merge(cutOff$, destroyedNow$, exchanged$).pipe(
      take(1),
      tap({
        next: () => (isAnswered = true),
        error: () => (isAnswered = true),
        unsubscribe: () => {
          if (!isAnswered) attempts.end(signingIn, 'signInCancelled');
        },
      }),
    );
  };

  const start$ = (input: SignInInput): Observable<SignInResult> => {
    if (current.session) return throwError(alreadySignedInError);
    const started = attempts.start(input.username);
    const begun$ = exchanges$.pipe(
      switchMap((exchanges) => {
        started.epoch = current.epoch;
        return exchanges.begin$(input);
      }),
    );
    // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
    return exchange$(started, concat(rereadStorage$(context), begun$), (error) => failed$(started, error));
  };

  current.ended$.pipe(takeUntil(destroyed$)).subscribe(() => {
    attempts.cut(cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.'));
  });

  return {
    get isPending() {
      return attempts.current !== undefined;
    },
    cut: (error) => {
      attempts.cut(error);
    },
    resume: (epoch) => attempts.resume(epoch),
    prepareSignIn$: () => {
      const prepared$ = exchanges$.pipe(switchMap((exchanges) => exchanges.prepare$()));
      // What cannot be made ahead is made, or fails, in the sign-in itself.
      return merge(api.preload$(), prepared$).pipe(catchError(() => EMPTY));
    },
    signIn$: (input) =>
      defer(() => {
        checkSignInInput(input);
        return machine.state$.pipe(
          filter(({ status }) => status !== 'restoring' && status !== 'signingOut'),
          take(1),
          switchMap(() => start$(input)),
          throwIfEmpty(destroyedError),
        );
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const answering = attempts.current;
        const taken = answering && attempts.take(answering);
        if (!answering || !taken) return throwError(noChallengeError);
        let open = taken;
        const answered$ = exchanges$.pipe(
          switchMap((exchanges) =>
            exchanges.answer$(taken, input, answering.username, (advanced) => (open = advanced)),
          ),
        );
        return exchange$(answering, answered$, (error) => {
          if (!staysOpenAfter(error)) return failed$(answering, error);
          attempts.wait(answering, open);
          return throwError(() => error);
        });
      }),
  };
}
