import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { injectAuthState } from 'rx-cognito/angular';
import { clockTime } from '../backstage/state-words';
import { ToBackstage } from '../backstage/to-backstage';
import { Failure } from '../failure';
import { displayName } from '../display-name';
import { SignOutProgress } from './sign-out-progress';
import { SignOutRun } from './sign-out-run';

/** Shows who is signed in, and lets them out: here, or everywhere. */
@Component({
  selector: 'app-account-page',
  imports: [Failure, SignOutProgress, ToBackstage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      <h1 tabindex="-1">Account</h1>
      @if (signedIn(); as state) {
        <dl class="facts">
          <div>
            <dt>User</dt>
            <dd>{{ name(state.user) }}</dd>
          </div>
          <div>
            <dt>Access token</dt>
            <dd>valid until {{ time(state.expiresAt) }}, then renewed</dd>
          </div>
        </dl>
        <div class="choices">
          <div>
            <h2>Sign out on this device</h2>
            <p>Ends this session in all tabs, and revokes its tokens.</p>
            <button type="button" class="primary" (click)="run.signOut(false)">Sign out here</button>
          </div>
          <div>
            <h2>Sign out everywhere</h2>
            <p>Ends the sessions on all your devices. They notice with their next request.</p>
            <button type="button" class="danger" (click)="run.signOut(true)">Sign out everywhere</button>
          </div>
        </div>
        <p>
          It is more interesting when things go wrong:
          <button type="button" class="link" appToBackstage>break the network</button> first.
        </p>
      }
      @if (signingOut(); as state) {
        <app-sign-out-progress [state]="state" />
      }
      <app-failure [of]="run.error()" />
    </section>
  `,
})
export class AccountPage {
  readonly #state = injectAuthState();

  protected readonly run = inject(SignOutRun);
  protected readonly time = clockTime;
  protected readonly name = displayName;
  protected readonly signedIn = computed(() => {
    const state = this.#state();
    return state.status === 'signedIn' ? state : undefined;
  });
  protected readonly signingOut = computed(() => {
    const state = this.#state();
    return state.status === 'signingOut' ? state : undefined;
  });
}
