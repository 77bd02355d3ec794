import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { injectAuth } from 'rx-cognito/angular';
import { confirmSignUp$, resendSignUpCode$, signUp$ } from 'rx-cognito/account';
import { EMPTY, switchMap, tap } from 'rxjs';
import { injectAttempt } from '../attempt';
import { CodeFinder } from '../backstage/code-finder';
import { Focused } from '../focused';
import { Outcome } from '../outcome';

/** Somebody who has signed up, and has a code to confirm that with. */
interface Pending {
  readonly username: string;
  readonly destination: string;
}

/** Makes an account, has it confirmed with a code, and signs in. */
@Component({
  selector: 'app-sign-up-page',
  imports: [CodeFinder, Focused, Outcome, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      @if (pending(); as who) {
        <h1 tabindex="-1">Confirm your account</h1>
        <form class="measure" (submit)="confirm($event, who.username, code.value)">
          <p id="code-hint">
            The account <strong>{{ who.username }}</strong> is waiting for the code that was sent to
            {{ who.destination }}.
          </p>
          <label for="code">Code</label>
          <input
            #code
            appFocused
            id="code"
            name="code"
            aria-describedby="code-hint"
            inputmode="numeric"
            pattern="[0-9]+"
            autocomplete="one-time-code"
            required
            maxlength="16"
          />
          <app-code-finder from="mail" [username]="who.username" (found)="code.value = $event" />
          <button class="primary" [attr.aria-disabled]="attempt.isBusy()">
            {{ attempt.isBusy() ? 'Checking …' : 'Confirm and sign in' }}
          </button>
          <button type="button" class="quiet" (click)="resend(who.username)">Send another code</button>
        </form>
      } @else {
        <h1 tabindex="-1">Create an account</h1>
        <form class="measure" (submit)="signUp($event, name.value, email.value, password.value)">
          <label for="username">User name</label>
          <input
            #name
            id="username"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            maxlength="128"
          />
          <label for="email">E-mail address</label>
          <input #email id="email" name="email" type="email" autocomplete="email" required maxlength="256" />
          <label for="password">Password</label>
          <input
            #password
            id="password"
            name="password"
            type="password"
            aria-describedby="password-hint"
            autocomplete="new-password"
            required
            minlength="8"
            maxlength="256"
          />
          <p id="password-hint" class="hint">At least eight characters; a few words are good.</p>
          <button class="primary" [attr.aria-disabled]="attempt.isBusy()">
            {{ attempt.isBusy() ? 'One moment …' : 'Create the account' }}
          </button>
        </form>
        <p>Have one already? <a routerLink="/sign-in">Sign in</a></p>
      }
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class SignUpPage {
  /** Of the query: who has signed up before, and is to confirm it now. */
  readonly username = input<string>();

  readonly #auth = injectAuth();
  readonly #router = inject(Router);

  protected readonly attempt = injectAttempt();
  protected readonly pending = linkedSignal<Pending | undefined>(() => {
    const username = this.username();
    return username === undefined ? undefined : { username, destination: 'you' };
  });

  protected signUp(event: Event, username: string, email: string, password: string): void {
    event.preventDefault();
    this.attempt.run(
      signUp$(this.#auth, { username, password, userAttributes: { email } }),
      ({ nextStep }) => {
        if (nextStep.signUpStep !== 'CONFIRM_SIGN_UP') return;
        const { destination = 'you' } = nextStep.codeDeliveryDetails;
        this.pending.set({ username, destination });
      },
    );
  }

  /** The code counts as a sign-in where the app client allows `USER_AUTH`; elsewhere one signs in with the password. */
  protected confirm(event: Event, username: string, confirmationCode: string): void {
    event.preventDefault();
    this.attempt.run(
      confirmSignUp$(this.#auth, { username, confirmationCode }).pipe(
        tap(({ autoSignIn$ }) => {
          if (!autoSignIn$) void this.#router.navigateByUrl('/sign-in');
        }),
        switchMap(({ autoSignIn$ = EMPTY }) => autoSignIn$),
      ),
    );
  }

  protected resend(username: string): void {
    this.attempt.run(
      resendSignUpCode$(this.#auth, { username }),
      ({ destination }) => `Another code was sent to ${destination ?? 'you'}.`,
    );
  }
}
