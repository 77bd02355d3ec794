import { ChangeDetectionStrategy, Component } from '@angular/core';
import { injectAuth } from 'rx-cognito/angular';
import { updatePassword$ } from 'rx-cognito/account';
import { injectAttempt } from '../attempt';
import { Outcome } from '../outcome';

/** Changes the password. */
@Component({
  selector: 'app-password-part',
  imports: [Outcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="part" aria-labelledby="password-heading">
      <h2 id="password-heading">Password</h2>
      <form class="pair" (submit)="change($event, old, chosen)">
        <div>
          <label for="old-password">Present password</label>
          <input
            #old
            id="old-password"
            name="old-password"
            type="password"
            autocomplete="current-password"
            required
            maxlength="256"
          />
        </div>
        <div>
          <label for="new-password">New password</label>
          <input
            #chosen
            id="new-password"
            name="new-password"
            type="password"
            autocomplete="new-password"
            required
            minlength="8"
            maxlength="256"
          />
        </div>
        <button [attr.aria-disabled]="attempt.isBusy()">Change the password</button>
      </form>
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class PasswordPart {
  readonly #auth = injectAuth();

  protected readonly attempt = injectAttempt();

  protected change(event: Event, old: HTMLInputElement, chosen: HTMLInputElement): void {
    event.preventDefault();
    this.attempt.run(
      updatePassword$(this.#auth, { oldPassword: old.value, newPassword: chosen.value }),
      () => {
        old.value = '';
        chosen.value = '';
        return 'The password is changed. Sessions on other devices go on.';
      },
    );
  }
}
