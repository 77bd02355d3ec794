import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import type { TotpSetupDetails } from 'rx-cognito';
import { injectAuth } from 'rx-cognito/angular';
import { fetchMFAPreference$, setUpTOTP$, updateMFAPreference$, verifyTOTPSetup$ } from 'rx-cognito/account';
import { concatMap } from 'rxjs';
import { injectAttempt } from '../attempt';
import { Failure } from '../failure';
import { Focused } from '../focused';
import { Outcome } from '../outcome';
import { QrCode } from './qr-code';

/** Sets an authenticator app up as the second factor, and switches it off. */
@Component({
  selector: 'app-authenticator-part',
  imports: [Failure, Focused, Outcome, QrCode],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="part" aria-labelledby="authenticator-heading">
      <div class="heading-row">
        <h2 id="authenticator-heading">
          Authenticator app
          @if (preference.hasValue()) {
            <span class="pill" [attr.data-outcome]="isOn() ? 'done' : null">{{ isOn() ? 'On' : 'Off' }}</span>
          }
        </h2>
        @if (isOn()) {
          <button type="button" class="small" [attr.aria-disabled]="attempt.isBusy()" (click)="switchOff()">
            Switch off
          </button>
        } @else if (preference.hasValue() && !setup()) {
          <button type="button" class="small" [attr.aria-disabled]="attempt.isBusy()" (click)="begin()">
            Set up
          </button>
        }
      </div>
      <p class="muted">A code that changes every half minute, beside the password.</p>
      @if (setup(); as details) {
        <div class="setup">
          <app-qr-code [text]="uriOf(details)" label="Set-up of the authenticator app" />
          <form (submit)="verify($event, code.value)">
            <p id="setup-hint">
              Scan this with your authenticator app, or type in the key
              <code class="key">{{ groupsOf(details.sharedSecret) }}</code>
            </p>
            <label for="setup-code">The code that the app shows</label>
            <input
              #code
              appFocused
              id="setup-code"
              name="code"
              aria-describedby="setup-hint"
              inputmode="numeric"
              pattern="[0-9]{6}"
              title="six digits"
              autocomplete="one-time-code"
              required
              maxlength="6"
            />
            <button class="primary" [attr.aria-disabled]="attempt.isBusy()">Switch on</button>
          </form>
        </div>
      }
      <app-failure [of]="preference.error()" />
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class AuthenticatorPart {
  readonly #auth = injectAuth();

  protected readonly attempt = injectAttempt();
  protected readonly preference = rxResource({ stream: () => fetchMFAPreference$(this.#auth) });
  protected readonly isOn = computed(
    () => this.preference.hasValue() && this.preference.value().enabled?.includes('TOTP') === true,
  );
  /** Holds a secret: it is shown, and forgotten with the page. */
  protected readonly setup = signal<TotpSetupDetails | undefined>(undefined);

  protected readonly uriOf = ({ getSetupUri }: TotpSetupDetails) => getSetupUri('Tape Counter').href;
  protected readonly groupsOf = (secret: string) => secret.replace(/.{4}(?=.)/g, '$& ');

  protected begin(): void {
    this.attempt.run(setUpTOTP$(this.#auth), (details) => this.setup.set(details));
  }

  protected verify(event: Event, code: string): void {
    event.preventDefault();
    this.attempt.run(
      verifyTOTPSetup$(this.#auth, { code }).pipe(
        concatMap(() => updateMFAPreference$(this.#auth, { totp: 'PREFERRED' })),
      ),
      () => {
        this.setup.set(undefined);
        this.preference.reload();
        return 'From now on, signing in takes a code of the app.';
      },
    );
  }

  protected switchOff(): void {
    this.attempt.run(updateMFAPreference$(this.#auth, { totp: 'DISABLED' }), () => {
      this.preference.reload();
      return 'From now on, the password is enough to sign in.';
    });
  }
}
