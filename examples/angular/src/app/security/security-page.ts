import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { injectUser } from 'rx-cognito/angular';
import { AuthenticatorPart } from './authenticator-part';
import { DevicesPart } from './devices-part';
import { PasskeysPart } from './passkeys-part';
import { PasswordPart } from './password-part';
import { SessionsPart } from './sessions-part';

/** How the user signs in, and where they are signed in. */
@Component({
  selector: 'app-security-page',
  imports: [AuthenticatorPart, DevicesPart, PasskeysPart, PasswordPart, SessionsPart],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="card parts">
      <h1 tabindex="-1">Security</h1>
      <app-sessions-part />
      @if (isFederated()) {
        <p>
          You signed in with an account of somebody else: your password, your second factor and your passkeys
          are kept there.
        </p>
      } @else {
        <app-password-part />
        <app-authenticator-part />
        <app-passkeys-part />
        <app-devices-part />
      }
    </div>
  `,
})
export class SecurityPage {
  readonly #user = injectUser();

  /** Who signs in at a provider has no password here. */
  protected readonly isFederated = computed(() => this.#user()?.claims?.['identities'] !== undefined);
}
