import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { SignInResult } from 'rx-cognito';
import { injectAuth, injectAuthState } from 'rx-cognito/angular';
import { signInWithRedirect$ } from 'rx-cognito/hosted-ui';
import type { SignInWithRedirectInput } from 'rx-cognito/hosted-ui';
import type { Observable } from 'rxjs';
import { injectAttempt } from '../attempt';
import { Cast } from '../backstage/cast';
import { Failure } from '../failure';
import { ChallengeForm } from './challenge-form';
import { CredentialsForm } from './credentials-form';
import type { Credentials } from './credentials-form';

/** Signs in, by a password, a passkey or somebody else's account; then comes whatever else the user pool asks for. */
@Component({
  selector: 'app-sign-in-page',
  imports: [Cast, ChallengeForm, CredentialsForm, Failure, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      @if (nextStep(); as step) {
        <h1 tabindex="-1">One more step</h1>
        <app-challenge-form
          [step]="step"
          [username]="lastUsername()"
          [isBusy]="attempt.isBusy()"
          (answered)="run(auth.confirmSignIn$({ challengeResponse: $event }))"
          (givenUp)="startOver()"
        />
        <app-failure [of]="attempt.error()" />
      } @else {
        <h1 tabindex="-1">Sign in</h1>
        <div class="columns">
          <div class="stack">
            <app-credentials-form
              [filledIn]="filledIn()"
              [isBusy]="attempt.isBusy()"
              (prepared)="prepare()"
              (submitted)="run(auth.signIn$($event))"
              (passkeyChosen)="usePasskey($event)"
            />
            <app-failure [of]="attempt.error()" />
            <p class="divider">or</p>
            <button type="button" (click)="leave({ provider: 'Google' })">Continue with Google</button>
            <button type="button" (click)="leave({})">Continue with managed login</button>
            <p class="split">
              <a routerLink="/forgotten-password">Forgotten password?</a>
              <a routerLink="/sign-up">Create an account</a>
            </p>
          </div>
          <app-cast (chosen)="filledIn.set($event)" />
        </div>
      }
    </section>
  `,
})
export class SignInPage {
  /** Of the query: where the user wanted to go. */
  readonly returnUrl = input<string>();

  readonly #router = inject(Router);
  readonly #state = injectAuthState();

  protected readonly auth = injectAuth();
  protected readonly attempt = injectAttempt();
  protected readonly nextStep = computed(() => {
    const state = this.#state();
    return state.status === 'signingIn' ? state.nextStep : undefined;
  });
  protected readonly lastUsername = computed(() => {
    const state = this.#state();
    if (state.status === 'signingIn') return state.username ?? '';
    return state.status === 'signedOut' ? (state.lastUsername ?? '') : '';
  });
  protected readonly filledIn = linkedSignal<Credentials>(() => ({
    username: this.lastUsername(),
    password: '',
  }));

  protected prepare(): void {
    this.auth.prepareSignIn$().subscribe();
  }

  protected usePasskey(username: string): void {
    this.run(this.auth.signIn$({ username, authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' }));
  }

  /** This page ends here; the one that managed login returns to goes on. */
  protected leave(input: SignInWithRedirectInput): void {
    const returnUrl = this.returnUrl();
    this.attempt.run(
      signInWithRedirect$(this.auth, {
        ...input,
        ...(returnUrl === undefined ? {} : { customState: returnUrl }),
      }),
    );
  }

  protected startOver(): void {
    this.attempt.clear();
    this.auth.signOut$().subscribe();
  }

  /** Where to go once signed in is said by the event `signedIn`, which also comes when another tab signs in. */
  protected run(signIn$: Observable<SignInResult>): void {
    this.attempt.run(signIn$, ({ nextStep }) => {
      const queryParams = { username: this.lastUsername() };
      if (nextStep.signInStep === 'CONFIRM_SIGN_UP')
        void this.#router.navigate(['/sign-up'], { queryParams });
      if (nextStep.signInStep === 'RESET_PASSWORD')
        void this.#router.navigate(['/forgotten-password'], { queryParams });
    });
  }
}
