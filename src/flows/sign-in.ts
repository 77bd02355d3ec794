import {
  catchError,
  concat,
  defer,
  filter,
  map,
  merge,
  mergeMap,
  of,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  throwIfEmpty,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { AuthError } from '../model/auth-error';
import type { SignedOutReason } from '../model/auth-state';
import {
  cancelledError,
  destroyedError,
  invalidStateError,
  tokensRefusedError,
  validationError,
} from '../model/errors';
import { readSession } from '../model/session';
import type { Session } from '../model/session';
import type { SignInNextStep, SignInResult } from '../model/sign-in-step';
import type { AuthAnswer } from '../ports/cognito-api';
import type { AuthContext } from './auth-context';
import { challengeResponses, readChallenge, stateStepOf } from './challenges';
import type { ConfirmSignInInput, PendingChallenge } from './challenges';
import { dispatched$ } from './dispatch';
import { createFirstFactor } from './first-factor';
import type { SignInInput, TokenRequest } from './first-factor';
import { rereadStorage$ } from './follow-storage';
import { revokeLateTokens } from './late-tokens';
import { asAuthError, listenToTheEnd$, REQUEST_LIMIT_MS, withTimeLimit } from './requests';

const USERNAME_MAX_LENGTH = 128;

/** Answers of Cognito to a sign-in that amplify-js gives as a step to do, not as an error. */
const STEP_OF_REFUSAL: ReadonlyMap<string, SignInNextStep> = new Map([
  ['UserNotConfirmedException', { signInStep: 'CONFIRM_SIGN_UP' }],
  ['PasswordResetRequiredException', { signInStep: 'RESET_PASSWORD' }],
]);

/** One attempt at a sign-in: from the user name to tokens, an end, or a newer attempt. */
interface Attempt {
  readonly username: string;
  /** The storage's epoch when it began; tokens are stored in no later one. */
  epoch: string | undefined;
  readonly cut$: Subject<AuthError>;
  pending?: PendingChallenge | undefined;
}

/** The flows of a sign-in. */
export interface SignIn {
  signIn$(input: SignInInput): Observable<SignInResult>;
  confirmSignIn$(input: ConfirmSignInInput): Observable<SignInResult>;
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

/** Creates the flows of a sign-in; at most one attempt is under way. */
export function createSignIn(context: AuthContext): SignIn {
  const { api, current, environment, identity, machine, scheduler, store, tabs, destroyed$ } = context;
  let attempt: Attempt | undefined;

  const isOver = (checked: Attempt): boolean => attempt !== checked;

  const end = (ended: Attempt, reason: SignedOutReason): void => {
    if (isOver(ended)) return;
    attempt = undefined;
    ended.pending = undefined;
    machine.dispatch({ type: 'signInEnded', reason });
  };

  const cut = (error: AuthError): void => {
    const cutAttempt = attempt;
    attempt = undefined;
    if (cutAttempt) cutAttempt.pending = undefined;
    cutAttempt?.cut$.next(error);
  };

  const discard = (answer: AuthAnswer): void => {
    const refreshToken = answer.AuthenticationResult?.RefreshToken;
    if (refreshToken !== undefined) revokeLateTokens(context, refreshToken);
  };

  /** Its answer may carry tokens, so it is listened to whether or not the attempt still lives. */
  const request$: TokenRequest = (operation, input) =>
    listenToTheEnd$(
      api
        .call$(operation, input)
        .pipe(withTimeLimit('Signing in', REQUEST_LIMIT_MS, scheduler), takeUntil(destroyed$)),
      discard,
    );
  const firstFactor$ = createFirstFactor(context, request$);

  const sessionOf = (answer: AuthAnswer): Session => {
    const tokens = answer.AuthenticationResult;
    const session = readSession(
      {
        accessToken: tokens?.AccessToken,
        idToken: tokens?.IdToken,
        refreshToken: tokens?.RefreshToken,
        deviceKey: tokens?.NewDeviceMetadata?.DeviceKey,
        expiresInS: tokens?.ExpiresIn,
      },
      identity,
      scheduler.now(),
    );
    if (typeof session === 'string') throw tokensRefusedError(session);
    return session;
  };

  /** Stores first, believes second: a session that is not stored would be gone with the page, and unknown to other tabs. */
  const begin$ = (signingIn: Attempt, answer: AuthAnswer): Observable<SignInResult> => {
    const session = sessionOf(answer);
    const epoch = environment.randomId();
    const stored$ = store.begin$(session, signingIn.epoch, epoch).pipe(
      tap({
        error: () => {
          discard(answer);
        },
      }),
    );
    return listenToTheEnd$(stored$, (isStored) => {
      if (isStored) store.clear$(environment.randomId()).subscribe({ error: machine.report });
      discard(answer);
    }).pipe(
      switchMap((isStored) => {
        if (!isStored) {
          discard(answer);
          rereadStorage$(context).subscribe();
          throw cancelledError('SignedOutInOtherTab', 'Another tab signed in or out while this sign-in ran.');
        }
        attempt = undefined;
        current.begin(epoch, session);
        tabs.announce();
        const result: SignInResult = { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
        return dispatched$(
          machine,
          { type: 'signedIn', user: session.user, expiresAt: session.expiresAt },
          result,
        );
      }),
    );
  };

  const challenge$ = (signingIn: Attempt, answer: AuthAnswer): Observable<SignInResult> => {
    const pending = readChallenge(answer, signingIn.username);
    signingIn.pending = pending;
    const { nextStep } = pending;
    return dispatched$(
      machine,
      { type: 'challengeReceived', username: signingIn.username, nextStep: stateStepOf(nextStep) },
      { isSignedIn: false, nextStep },
    );
  };

  const failed$ = (signingIn: Attempt, error: unknown): Observable<SignInResult> => {
    const nextStep = error instanceof AuthError ? STEP_OF_REFUSAL.get(error.code) : undefined;
    end(signingIn, 'noSession');
    return nextStep ? of({ isSignedIn: false, nextStep }) : throwError(() => asAuthError(error));
  };

  /** Runs one exchange of an attempt; unsubscribing before its answer cancels the attempt. */
  const exchange$ = (
    signingIn: Attempt,
    answer$: Observable<AuthAnswer>,
    onError: (error: unknown) => Observable<SignInResult>,
  ): Observable<SignInResult> => {
    let isAnswered = false;
    const exchanged$ = answer$.pipe(
      switchMap((answer) =>
        answer.AuthenticationResult ? begin$(signingIn, answer) : challenge$(signingIn, answer),
      ),
      catchError(onError),
    );
    const cutOff$ = signingIn.cut$.pipe(mergeMap((error) => throwError(() => error)));
    return merge(exchanged$, cutOff$).pipe(
      take(1),
      throwIfEmpty(destroyedError),
      tap({
        next: () => (isAnswered = true),
        error: () => (isAnswered = true),
        unsubscribe: () => {
          if (!isAnswered) end(signingIn, 'signInCancelled');
        },
      }),
    );
  };

  const start$ = (input: SignInInput): Observable<SignInResult> => {
    if (current.session) return throwError(alreadySignedInError);
    cut(cancelledError('SignInSuperseded', 'A newer sign-in took the place of this one.'));
    const started: Attempt = { username: input.username, epoch: current.epoch, cut$: new Subject() };
    attempt = started;
    machine.dispatch({ type: 'signInStarted', username: input.username });
    const answer$ = defer(() => {
      started.epoch = current.epoch;
      return firstFactor$(input);
    });
    // Without channels between tabs memory may be behind the storage: a session found there cuts this attempt off.
    const answered$ = concat(rereadStorage$(context), answer$);
    return exchange$(started, answered$, (error) => failed$(started, error));
  };

  const answer$ = (pending: PendingChallenge, input: ConfirmSignInInput): Observable<AuthAnswer> =>
    request$('RespondToAuthChallenge', {
      ClientId: identity.userPoolClientId,
      ChallengeName: pending.name,
      ChallengeResponses: challengeResponses(pending, input),
      ...(pending.session === undefined ? {} : { Session: pending.session }),
      ...(input.clientMetadata === undefined ? {} : { ClientMetadata: input.clientMetadata }),
    });

  current.ended$.pipe(takeUntil(destroyed$)).subscribe(() => {
    cut(cancelledError('SignInSuperseded', 'Another session took the place of this sign-in.'));
  });

  return {
    get isPending() {
      return attempt !== undefined;
    },
    cut,
    signIn$: (input) =>
      defer(() => {
        const { username } = input;
        if (typeof username !== 'string' || username.trim() === '' || username.length > USERNAME_MAX_LENGTH) {
          throw validationError('username', `a user name of 1 to ${USERNAME_MAX_LENGTH} characters`);
        }
        return machine.state$.pipe(
          filter(({ status }) => status !== 'restoring' && status !== 'signingOut'),
          take(1),
          map(() => input),
          switchMap(start$),
          throwIfEmpty(destroyedError),
        );
      }),
    confirmSignIn$: (input) =>
      defer(() => {
        const answering = attempt;
        const pending = answering?.pending;
        if (!answering || !pending) return throwError(noChallengeError);
        // Taken out while it is being answered: no answer is sent twice.
        answering.pending = undefined;
        const answered$ = defer(() => answer$(pending, input));
        return exchange$(answering, answered$, (error) => {
          const isOpen = error instanceof AuthError && staysOpenAfter(error);
          if (!isOpen) return failed$(answering, error);
          answering.pending = pending;
          return throwError(() => error);
        });
      }),
  };
}

/** Whether a challenge can be answered again: the code was wrong, or Cognito has not seen the answer. */
function staysOpenAfter({ code, kind, retryable }: AuthError): boolean {
  return code === 'CodeMismatchException' || kind === 'validation' || retryable;
}
