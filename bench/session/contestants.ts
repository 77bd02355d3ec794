import { BehaviorSubject, firstValueFrom } from 'rxjs';
import { createAuth } from 'rx-cognito';
import type { Auth } from 'rx-cognito';
import type { Contestant } from './contestant';
import { amplify, identityJs, identityJsKeptUser } from './peers.mjs';

const ignore = (): void => undefined;

function ourselves(): Contestant {
  let auth: Auth | undefined;
  const started = (): Auth => {
    if (!auth) throw new Error('It was not started.');
    return auth;
  };
  return {
    name: 'rx-cognito',
    start: (pool) => {
      auth = createAuth(pool);
      auth.state$.subscribe();
    },
    signIn: async (username, password) => {
      await firstValueFrom(started().signIn$({ username, password, authFlowType: 'USER_PASSWORD_AUTH' }));
    },
    ask: () => firstValueFrom(started().tokens$()),
    askSynchronously: () => {
      started().tokens$().subscribe(ignore);
    },
  };
}

/** Hands out one object and knows nothing: the least that a stream of values can cost. */
function bareSubject(): Contestant {
  const tokens$ = new BehaviorSubject({ accessToken: '', idToken: '' });
  return {
    name: 'a BehaviorSubject',
    start: ignore,
    signIn: () => Promise.resolve(),
    ask: () => firstValueFrom(tokens$),
    askSynchronously: () => {
      tokens$.subscribe(ignore).unsubscribe();
    },
  };
}

/** The clients that have a session. */
export const clients: readonly Contestant[] = [ourselves(), amplify, identityJs];

/** Everybody who can be asked for tokens. */
export const contestants: readonly Contestant[] = [...clients, identityJsKeptUser, bareSubject()];
