import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { isPasskeySupported } from 'rx-cognito/account';

/** What is typed to sign in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Asks for the user name, and for the password or a passkey. */
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
        [value]="filledIn().username"
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
        [value]="filledIn().password"
        (focus)="prepared.emit()"
      />
      <button class="primary" [attr.aria-disabled]="isBusy()">
        {{ isBusy() ? 'Signing in …' : 'Sign in' }}
      </button>
      @if (hasPasskeys) {
        <button type="button" [attr.aria-disabled]="isBusy()" (click)="usePasskey(name)">
          Use a passkey
        </button>
      }
    </form>
  `,
})
export class CredentialsForm {
  readonly filledIn = input.required<Credentials>();
  readonly isBusy = input(false);
  /** The password is about to be typed: what a sign-in needs can be fetched meanwhile. */
  readonly prepared = output();
  readonly submitted = output<Credentials>();
  readonly passkeyChosen = output<string>();

  protected readonly hasPasskeys = isPasskeySupported();

  protected submit(event: Event, username: string, password: HTMLInputElement): void {
    event.preventDefault();
    if (this.isBusy()) return;
    this.submitted.emit({ username, password: password.value });
    password.value = '';
  }

  /** Cognito looks for a passkey by user name; it needs no password. */
  protected usePasskey(name: HTMLInputElement): void {
    if (!this.isBusy() && name.reportValidity()) this.passkeyChosen.emit(name.value);
  }
}
