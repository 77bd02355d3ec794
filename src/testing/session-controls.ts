import type { AuthError, AuthEvent, AuthState, AuthUser, SignedOutReason } from 'rx-cognito';
import type { Subject } from 'rxjs';
import { epochAfter } from '../model/epoch';
import { createSetState } from './placement';
import type { ScriptedCore } from './scripted-core';
import type { TokenIssuer } from './scripted-tokens';
import { NEVER_EXPIRES_AT, signedInState, signedOutState, testUser } from './states';
import type { TestAuth } from './test-auth';
import type { TestClock } from './test-clock';
import { writeSession } from './write-session';

/** Creates what a spec moves the session by: what another tab, the page or a storage would do. */
export function createSessionControls(
  { machine, store, environment, endedElsewhere }: ScriptedCore,
  events$: Subject<AuthEvent>,
  issuer: TokenIssuer,
  clock: TestClock,
): Pick<TestAuth, 'setState' | 'startSession' | 'endSession' | 'emitEvent' | 'emitError'> {
  const setState: (state: AuthState) => void = createSetState(machine, store, environment, issuer, clock);

  const emitEvent = (event: AuthEvent): void => {
    // In its turn: after everything that has happened before it.
    machine.whenTold$(Object.freeze({ ...event })).subscribe((told) => {
      events$.next(told);
    });
  };

  const startSession = (given?: Partial<AuthUser>): void => {
    const user = testUser(given);
    const { session: previous } = machine.now;
    const under = { epoch: environment.randomId(), session: issuer.session(user, NEVER_EXPIRES_AT) };
    const isTaken = machine.send(
      machine.now.state.status === 'restoring'
        ? { type: 'sessionRestored', freshness: 'fresh', ...under }
        : { type: 'sessionReplaced', ...under },
      {
        meanwhile: () => {
          writeSession(store, under);
        },
      },
    );
    if (isTaken) {
      if (previous && previous.user.userId !== user.userId)
        endedElsewhere(previous.user, 'signedOutInOtherTab');
      return;
    }
    // No session begins while a sign-out runs; a spec may have it so all the same.
    setState(signedInState({ user }));
    emitEvent({ type: 'signedIn', user });
  };

  const endSession = (reason: SignedOutReason = 'signedOutInOtherTab'): void => {
    const { status } = machine.now.state;
    const { epoch: ended, session } = machine.now;
    if (status === 'signedIn' || status === 'restoring') {
      const epoch = epochAfter(reason, environment.randomId());
      machine.send(
        { type: 'sessionEnded', reason, epoch, isOwn: false },
        { meanwhile: () => store.clear$(epoch, ended).subscribe() },
      );
      if (session) endedElsewhere(session.user, reason);
    } else if (status === 'signingOut') machine.send({ type: 'signOutFinished', reason });
    else setState(signedOutState(reason));
  };

  return {
    setState,
    startSession,
    endSession,
    emitEvent,
    emitError: (error: AuthError) => {
      machine.report(error);
    },
  };
}
