import { AuthError, createAuth, userMessages } from 'rx-cognito';
import type { Auth, AuthState, OwnErrorCode } from 'rx-cognito';

/** What an application writes against the declarations that are published. */
export const auth: Auth = createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
});

export function greeting(state: AuthState): string {
  switch (state.status) {
    case 'restoring':
    case 'signingOut':
      return 'One moment';
    case 'signedOut':
      return state.lastUsername === undefined ? 'Welcome' : `Welcome back, ${state.lastUsername}`;
    case 'signingIn':
      return state.nextStep?.signInStep ?? 'Signing in';
    case 'signedIn':
      return `Hello ${state.user.username}`;
  }
}

// @ts-expect-error a state is read-only
auth.state.status = 'signedOut';

// @ts-expect-error the client id is required
createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e' });

const failure = new AuthError({
  kind: 'unknown',
  code: 'ACodeOfTheApplication',
  message: 'The printer is on fire.',
  recoverySuggestion: 'Leave the room.',
});
export const shown: string = userMessages[failure.code] ?? userMessages.Unknown;

export const translation: Partial<Record<OwnErrorCode, string>> = { Offline: 'Keine Verbindung.' };

// @ts-expect-error there is no such code
export const misspelt: Partial<Record<OwnErrorCode, string>> = { Ofline: 'Keine Verbindung.' };
