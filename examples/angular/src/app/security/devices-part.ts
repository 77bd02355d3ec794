import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { injectAuth } from 'rx-cognito/angular';
import { fetchDevices$, forgetDevice$, rememberDevice$ } from 'rx-cognito/account';
import type { AuthDevice } from 'rx-cognito/account';
import { combineLatest, map } from 'rxjs';
import { injectAttempt } from '../attempt';
import { dayAndTime } from '../backstage/state-words';
import { Failure } from '../failure';
import { Outcome } from '../outcome';
import { deviceKey$ } from './device-key';

/** Lists the devices that the user pool knows, lets this one do without codes, and has devices forgotten. */
@Component({
  selector: 'app-devices-part',
  imports: [Failure, Outcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="part" aria-labelledby="devices-heading">
      <div class="heading-row">
        <h2 id="devices-heading">Devices</h2>
        @if (canBeRemembered()) {
          <button type="button" class="small" [attr.aria-disabled]="attempt.isBusy()" (click)="remember()">
            Remember this device
          </button>
        }
      </div>
      <p class="muted">On a remembered device, the password is enough: no code is asked for.</p>
      @if (devices.hasValue()) {
        <ul class="rows">
          @for (device of devices.value(); track device.id) {
            <li>
              <strong>
                {{ device.name }}
                @if (device.isThis) {
                  <span class="pill">This one</span>
                }
                @if (device.isRemembered) {
                  <span class="pill" data-outcome="done">Remembered</span>
                }
              </strong>
              <span class="muted">signed in {{ when(device.lastAuthenticatedDate) }}</span>
              <button
                type="button"
                class="small"
                [attr.aria-label]="'Forget ' + device.name + (device.isThis ? ', this one' : '')"
                (click)="forget(device)"
              >
                Forget
              </button>
            </li>
          } @empty {
            <li class="muted">None. Sessions of managed login have no device.</li>
          }
        </ul>
      }
      <app-failure [of]="devices.error()" />
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class DevicesPart {
  readonly #auth = injectAuth();

  protected readonly when = dayAndTime;
  protected readonly attempt = injectAttempt();
  protected readonly devices = rxResource({
    stream: () =>
      combineLatest([fetchDevices$(this.#auth), deviceKey$(this.#auth)]).pipe(
        map(([devices, thisKey]) =>
          devices.map((device) => ({
            ...device,
            isThis: device.id === thisKey,
            isRemembered: device.attributes['dev:device_remembered_status'] === 'remembered',
          })),
        ),
      ),
  });
  protected readonly canBeRemembered = computed(
    () =>
      this.devices.hasValue() &&
      this.devices.value().some(({ isThis, isRemembered }) => isThis && !isRemembered),
  );

  protected remember(): void {
    this.attempt.run(rememberDevice$(this.#auth), () => {
      this.devices.reload();
      return 'No code will be asked for on this device.';
    });
  }

  protected forget({ id }: AuthDevice): void {
    this.attempt.run(forgetDevice$(this.#auth, { deviceId: id }), () => {
      this.devices.reload();
      return 'The device is forgotten. A session on it ends when its tokens are due to be renewed.';
    });
  }
}
