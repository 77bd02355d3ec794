import { concatMap, firstValueFrom, interval, startWith, switchMap, tap } from 'rxjs';
import type { Auth } from 'rx-cognito';
import {
  confirmSignUp$,
  setUpTOTP$,
  signUp$,
  updateMFAPreference$,
  verifyTOTPSetup$,
} from 'rx-cognito/account';
import { ADA } from './pool';
import type { PlaygroundPool } from './pool';
import type { Person } from './view';
import { shownFailure } from './words';

/** What the person before the forms can do, with the client of this tab. Each may be called at any time; a failure is shown. */
export interface PersonControl {
  readonly now: Person;
  signUp(username: string, password: string): Promise<void>;
  confirmSignUp(code: string): Promise<void>;
  signIn(username: string, password: string): Promise<void>;
  answer(code: string): Promise<void>;
  /** Leaves the sign-up as it is, unconfirmed. */
  leaveSignUp(): void;
  /** Sets an authenticator app up; `verify` ends it. */
  setUpTotp(): Promise<void>;
  verifyTotp(code: string): Promise<void>;
}

const LOOK_MS = 200;

/** Puts ada before the forms. */
export function createPerson(
  pool: PlaygroundPool,
  auth: Auth,
  { changed, signingIn }: { readonly changed: () => void; readonly signingIn: () => void },
): PersonControl {
  let now: Person = { ...ADA, isUnconfirmed: false, isSettingUp: false };
  let newSecret: string | undefined;

  const become = (change: Partial<Person>): void => {
    now = { ...now, ...change };
    changed();
  };
  const attempt = async (work: () => Promise<Partial<Person>>): Promise<void> => {
    const { failure: _, ...rest } = now;
    now = rest;
    try {
      become(await work());
    } catch (error) {
      become({ failure: shownFailure(error) });
    }
  };
  // The app on the phone: looked at again and again, since it changes by itself.
  interval(LOOK_MS)
    .pipe(
      startWith(0),
      switchMap(() => pool.totpCodeOf(now.username, newSecret)),
    )
    .subscribe((totp) => {
      if (totp === now.totp) return;
      const { totp: _, ...rest } = now;
      now = rest;
      become(totp === undefined ? {} : { totp });
    });

  // Nobody sets up an app for a session that is over.
  auth.state$.subscribe(({ status }) => {
    if (status === 'signedOut' && now.isSettingUp) {
      newSecret = undefined;
      become({ isSettingUp: false });
    }
  });

  return {
    get now() {
      return now;
    },
    signUp: (username, password) =>
      attempt(async () => {
        const userAttributes = { email: `${username}@example.com` };
        await firstValueFrom(signUp$(auth, { username, password, userAttributes, autoSignIn: false }));
        return { username, password, isUnconfirmed: true };
      }),
    confirmSignUp: (confirmationCode) =>
      attempt(async () => {
        await firstValueFrom(confirmSignUp$(auth, { username: now.username, confirmationCode }));
        return { isUnconfirmed: false };
      }),
    leaveSignUp: () => {
      become({ isUnconfirmed: false });
    },
    signIn: (username, password) =>
      attempt(async () => {
        become({ username, password });
        signingIn();
        await firstValueFrom(auth.signIn$({ username, password }));
        return { isUnconfirmed: false };
      }),
    answer: (challengeResponse) =>
      attempt(async () => {
        await firstValueFrom(auth.confirmSignIn$({ challengeResponse }));
        return {};
      }),
    setUpTotp: () =>
      attempt(async () => {
        const { sharedSecret } = await firstValueFrom(setUpTOTP$(auth));
        newSecret = sharedSecret;
        return { isSettingUp: true };
      }),
    verifyTotp: (code) =>
      attempt(async () => {
        await firstValueFrom(
          verifyTOTPSetup$(auth, { code }).pipe(
            concatMap(() => updateMFAPreference$(auth, { totp: 'PREFERRED' })),
            tap(() => (newSecret = undefined)),
          ),
        );
        return { isSettingUp: false };
      }),
  };
}
