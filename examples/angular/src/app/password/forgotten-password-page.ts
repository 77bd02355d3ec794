import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { injectAuth } from 'rx-cognito/angular';
import { confirmResetPassword$, resetPassword$ } from 'rx-cognito/account';
import { concatMap } from 'rxjs';
import { injectAttempt } from '../attempt';
import { CodeFinder } from '../backstage/code-finder';
import { Focused } from '../focused';
import { Outcome } from '../outcome';

/** Replaces a forgotten password by a code, and signs in with the new one. */
@Component({
  selector: 'app-forgotten-password-page',
  imports: [CodeFinder, Focused, Outcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      @if (sent(); as where) {
        <h1 tabindex="-1">Choose a new password</h1>
        <form class="measure" (submit)="replace($event, where.username, code.value, password.value)">
          <p id="code-hint">
            If there is an account <strong>{{ where.username }}</strong>, a code was sent to
            {{ where.destination }}.
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
          <app-code-finder from="mail" [username]="where.username" (found)="code.value = $event" />
          <label for="password">New password</label>
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
          <p id="password-hint" class="hint">
            Sessions on other devices go on. If somebody else may know the old password, sign out everywhere
            afterwards.
          </p>
          <button class="primary" [attr.aria-disabled]="attempt.isBusy()">
            {{ attempt.isBusy() ? 'One moment …' : 'Save and sign in' }}
          </button>
          <button type="button" class="quiet" (click)="sendAgain(where.username)">Send another code</button>
        </form>
      } @else {
        <h1 tabindex="-1">Forgotten password</h1>
        <form class="measure" (submit)="send($event, name.value)">
          <p id="name-hint">You will be sent a code with which you can choose a new one.</p>
          <label for="username">User name</label>
          <input
            #name
            id="username"
            name="username"
            aria-describedby="name-hint"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            maxlength="128"
            [value]="username()"
          />
          <button class="primary" [attr.aria-disabled]="attempt.isBusy()">
            {{ attempt.isBusy() ? 'One moment …' : 'Send the code' }}
          </button>
        </form>
      }
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class ForgottenPasswordPage {
  /** Of the query: whose password is to be replaced. */
  readonly username = input('');

  readonly #auth = injectAuth();
  readonly #router = inject(Router);

  protected readonly attempt = injectAttempt();
  protected readonly sent = signal<{ username: string; destination: string } | undefined>(undefined);

  protected send(event: Event, username: string): void {
    event.preventDefault();
    this.attempt.run(resetPassword$(this.#auth, { username }), ({ nextStep }) => {
      const { destination = 'the address of the account' } = nextStep.codeDeliveryDetails;
      this.sent.set({ username, destination });
    });
  }

  protected sendAgain(username: string): void {
    this.attempt.run(resetPassword$(this.#auth, { username }), () => 'Another code was sent.');
  }

  /** A second factor is asked for by the page on which one signs in. */
  protected replace(event: Event, username: string, confirmationCode: string, password: string): void {
    event.preventDefault();
    this.attempt.run(
      confirmResetPassword$(this.#auth, { username, confirmationCode, newPassword: password }).pipe(
        concatMap(() => this.#auth.signIn$({ username, password })),
      ),
      ({ isSignedIn }) => {
        if (!isSignedIn) void this.#router.navigateByUrl('/sign-in');
      },
    );
  }
}
