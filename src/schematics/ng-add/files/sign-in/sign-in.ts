import { Component, computed, inject, signal } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { userMessages } from 'rx-cognito';
import type { AuthError } from 'rx-cognito';
import { injectAuth, injectAuthState, safeReturnUrl } from 'rx-cognito/angular';

@Component({
  selector: 'app-sign-in',
  template: `
    <h1>Sign in</h1>
    @if (step(); as asked) {
      <form (submit)="$event.preventDefault(); answer(response.value); response.value = ''">
        <label>
          {{ labels[asked.signInStep] ?? 'Answer' }}
          <input
            #response
            [type]="asked.signInStep.includes('NEW_PASSWORD') ? 'password' : 'text'"
            autocomplete="one-time-code"
            required
          />
        </label>
        <button [disabled]="isBusy()">Continue</button>
      </form>
    } @else {
      <form (submit)="$event.preventDefault(); signIn(username.value, password.value)">
        <label>User name <input #username autocomplete="username" required /></label>
        <label> Password <input #password type="password" autocomplete="current-password" required /> </label>
        <button [disabled]="isBusy()">Sign in</button>
      </form>
    }
    <p role="alert">{{ failure() }}</p>
  `,
})
export class SignIn {
  private readonly auth = injectAuth();
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly state = injectAuthState();

  /** The challenge to answer, if there is one: it is in the state, also after a reload. */
  readonly step = computed(() => {
    const state = this.state();
    return state.status === 'signingIn' ? state.nextStep : undefined;
  });
  readonly labels: Partial<Record<string, string>> = {
    CONFIRM_SIGN_IN_WITH_SMS_CODE: 'Code from the text message',
    CONFIRM_SIGN_IN_WITH_EMAIL_CODE: 'Code from the e-mail',
    CONFIRM_SIGN_IN_WITH_TOTP_CODE: 'Code from the authenticator app',
    CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: 'New password',
  };
  readonly unready: Record<string, string> = {
    CONFIRM_SIGN_UP: 'Please confirm your sign-up first.',
    RESET_PASSWORD: 'Please choose a new password first.',
  };
  readonly isBusy = signal(false);
  readonly failure = signal('');

  signIn(username: string, password: string): void {
    this.run(this.auth.signIn$({ username, password }));
  }

  answer(challengeResponse: string): void {
    this.run(this.auth.confirmSignIn$({ challengeResponse }));
  }

  private run(attempt$: ReturnType<typeof this.auth.signIn$>): void {
    this.isBusy.set(true);
    this.failure.set('');
    attempt$.subscribe({
      next: ({ isSignedIn, nextStep }) => {
        // Two steps are not part of the sign-in: the account is to be looked after first.
        this.failure.set(this.unready[nextStep.signInStep] ?? '');
        if (!isSignedIn) return;
        const returnUrl = this.route.snapshot.queryParamMap.get('returnUrl');
        void this.router.navigateByUrl(safeReturnUrl(returnUrl, '/account'));
      },
      error: ({ kind, code }: AuthError) => {
        this.isBusy.set(false);
        if (kind !== 'cancelled') this.failure.set(userMessages[code] ?? userMessages.Unknown);
      },
      complete: () => this.isBusy.set(false),
    });
  }
}
