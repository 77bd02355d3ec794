import { firstValueFrom } from 'rxjs';
import { createAuth } from '../../src';
import type { Auth, AuthError, AuthOptions } from '../../src';
import { associateWebAuthnCredential$ } from '../../src/account';

/** How something ended: with a step, or an error's kind and code. */
type Outcome = string | { readonly kind: string; readonly code: string };

/** What specs can ask of a page that signs in by passkey. */
interface PasskeySignInPage {
  start(options: AuthOptions): void;
  register(username: string, password: string): Promise<Outcome>;
  signIn(username: string): Promise<Outcome>;
  confirm(): Promise<Outcome>;
  state(): string;
}

declare global {
  var passkeySignInPage: PasskeySignInPage;
}

const auths: Auth[] = [];

const started = (): Auth => {
  const [auth] = auths;
  if (!auth) throw new Error('There is no Auth yet.');
  return auth;
};

const outcomeOf = async (step: Promise<string>): Promise<Outcome> => {
  try {
    return await step;
  } catch (thrown) {
    const { kind, code } = thrown as AuthError;
    return { kind, code };
  }
};

globalThis.passkeySignInPage = {
  start: (options) => {
    auths.unshift(createAuth(options));
  },
  register: (username, password) =>
    outcomeOf(
      (async () => {
        await firstValueFrom(started().signIn$({ username, password }));
        await firstValueFrom(associateWebAuthnCredential$(started()));
        return (await firstValueFrom(started().signOut$())).outcome;
      })(),
    ),
  signIn: (username) =>
    outcomeOf(
      firstValueFrom(
        started().signIn$({ username, authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' }),
      ).then(({ nextStep }) => nextStep.signInStep),
    ),
  confirm: () =>
    outcomeOf(
      firstValueFrom(started().confirmSignIn$({ challengeResponse: 'WEB_AUTHN' })).then(
        ({ nextStep }) => nextStep.signInStep,
      ),
    ),
  state: () => {
    const { state } = started();
    return state.status === 'signingIn' ? `signingIn ${state.nextStep?.signInStep ?? ''}` : state.status;
  },
};
