import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

/** What the form is filled in with. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Asks for the user name and the password. */
@Component({
  selector: 'app-credentials-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="submit($event, name.value, password)">
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
        [value]="username()"
      />
      <label for="password">Password</label>
      <input
        #password
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxlength="256"
        (focus)="prepared.emit()"
      />
      <button class="primary" [attr.aria-disabled]="isBusy()">
        {{ isBusy() ? 'Signing in …' : 'Sign in' }}
      </button>
    </form>
  `,
})
export class CredentialsForm {
  readonly username = input('');
  readonly isBusy = input(false);
  /** The password is about to be typed: what a sign-in needs can be fetched meanwhile. */
  readonly prepared = output();
  readonly submitted = output<Credentials>();

  protected submit(event: Event, username: string, password: HTMLInputElement): void {
    event.preventDefault();
    if (this.isBusy()) return;
    this.submitted.emit({ username, password: password.value });
    password.value = '';
  }
}
