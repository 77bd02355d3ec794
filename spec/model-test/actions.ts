import type { AuthError, AuthState } from '../../src';
import { PASSWORD } from './parts';
import type { Action, AskedSignOut, Instance, Place, World } from './parts';

const ignore = { error: () => undefined };

/** Does the next thing that was planned for a place. */
export function react(instance: Instance, world: World, place: Place): void {
  // What a page does not live to do, nobody does.
  if (instance.isDestroyed || instance.tab.status === 'crashed') return;
  instance.planned.get(place)?.shift()?.(instance, world);
}

/** Plans something for the next time that a place is reached. */
export function plan(instance: Instance, place: Place, action: Action): void {
  instance.planned.set(place, [...(instance.planned.get(place) ?? []), action]);
}

const endedBy = (state: AuthState, { pool, storage }: World): Pick<AskedSignOut, 'families' | 'tokens'> => {
  const stored = state.status === 'signedIn' ? [...storage.entries.values()].join() : '';
  const held = pool.tokenFamilies().filter((family) => family.liveTokens.some((it) => stored.includes(it)));
  return {
    families: held.map(({ originJti }) => originJti),
    tokens: held.flatMap(({ liveTokens }) => liveTokens),
  };
};

/** Asks for a sign-out. */
export const signOut =
  (globalSignOut: boolean): Action =>
  (instance, world) => {
    const { state } = instance.auth;
    const joined = state.status === 'signingOut' ? instance.signOuts.at(-1) : undefined;
    const asked: AskedSignOut = { ...endedBy(state, world), ...(joined && { joined }) };
    instance.signOuts.push(asked);
    instance.lastAsked = 'signOut';
    instance.auth.signOut$({ globalSignOut }).subscribe({
      next: (result) => {
        asked.result = result;
        react(instance, world, 'result');
      },
      error: (error: unknown) => {
        asked.error = error as AuthError;
        react(instance, world, 'error');
      },
      complete: () => {
        react(instance, world, 'complete');
      },
    });
  };

/** Asks for a sign-in. */
export const signIn =
  (username: string): Action =>
  (instance, world) => {
    if (instance.auth.state.status !== 'signedIn') {
      instance.lastAsked = 'signIn';
      instance.lastUsername = username;
    }
    const subscription = instance.auth
      .signIn$({ username, password: PASSWORD, authFlowType: 'USER_PASSWORD_AUTH' })
      .subscribe({
        next: () => {
          react(instance, world, 'result');
        },
        error: () => {
          react(instance, world, 'error');
        },
      });
    instance.signIns.push(subscription);
  };

/** Gives the last sign-in up: its caller does not want it any more. */
export const giveUp: Action = (instance) => {
  const last = instance.signIns.pop();
  if (!last || last.closed) return;
  last.unsubscribe();
  if (instance.lastAsked === 'signIn') instance.lastAsked = 'nothing';
};

/** Answers the challenge that waits. */
export const answer: Action = ({ auth }, { pool }) => {
  const challengeResponse = pool.outbox.latest('bob')?.code ?? '000000';
  auth.confirmSignIn$({ challengeResponse }).subscribe(ignore);
};

/** Asks for tokens. */
export const getTokens =
  (forceRefresh: boolean): Action =>
  (instance, world) => {
    instance.auth.tokens$({ forceRefresh }).subscribe({
      next: () => {
        react(instance, world, 'result');
      },
      error: () => {
        react(instance, world, 'error');
      },
    });
  };
