import { ChangeDetectionStrategy, Component } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { injectAuth } from 'rx-cognito/angular';
import {
  associateWebAuthnCredential$,
  deleteWebAuthnCredential$,
  isPasskeySupported,
  listWebAuthnCredentials$,
} from 'rx-cognito/account';
import { injectAttempt } from '../attempt';
import { dayAndTime } from '../backstage/state-words';
import { Failure } from '../failure';
import { Outcome } from '../outcome';

/** Lists the passkeys of the user, makes one, and deletes them. */
@Component({
  selector: 'app-passkeys-part',
  imports: [Failure, Outcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="part" aria-labelledby="passkeys-heading">
      <div class="heading-row">
        <h2 id="passkeys-heading">Passkeys</h2>
        @if (isSupported) {
          <button type="button" class="small" [attr.aria-disabled]="attempt.isBusy()" (click)="add()">
            Add a passkey
          </button>
        }
      </div>
      <p class="muted">Sign in with a fingerprint, a face or the PIN of a device, without the password.</p>
      @if (passkeys.hasValue()) {
        <ul class="rows">
          @for (passkey of passkeys.value().credentials; track passkey.credentialId) {
            <li>
              <strong>{{ passkey.friendlyCredentialName ?? 'Passkey' }}</strong>
              <span class="muted">made {{ when(passkey.createdAt) }}</span>
              <button
                type="button"
                class="small"
                [attr.aria-label]="'Delete the passkey made ' + when(passkey.createdAt)"
                (click)="remove(passkey.credentialId)"
              >
                Delete
              </button>
            </li>
          } @empty {
            <li class="muted">{{ isSupported ? 'None yet.' : 'None; this browser can make none.' }}</li>
          }
        </ul>
      }
      <app-failure [of]="passkeys.error()" />
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class PasskeysPart {
  readonly #auth = injectAuth();

  protected readonly isSupported = isPasskeySupported();
  protected readonly when = dayAndTime;
  protected readonly attempt = injectAttempt();
  protected readonly passkeys = rxResource({ stream: () => listWebAuthnCredentials$(this.#auth) });

  protected add(): void {
    this.attempt.run(associateWebAuthnCredential$(this.#auth), () => {
      this.passkeys.reload();
      return 'From now on, you can sign in with this passkey.';
    });
  }

  protected remove(credentialId: string): void {
    this.attempt.run(deleteWebAuthnCredential$(this.#auth, { credentialId }), () => {
      this.passkeys.reload();
      return 'The passkey is deleted here. Your device may still show it: delete it there, too.';
    });
  }
}
