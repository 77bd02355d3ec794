import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectAuthState } from 'rx-cognito/angular';
import type { SignOutReport } from 'rx-cognito';
import { clockTime, REASONS } from '../backstage/state-words';
import { Failure } from '../failure';
import { SignOutAccount } from './sign-out-account';
import { SignOutRun } from './sign-out-run';
import { TokenCopy } from './token-copy';
import type { TokenVerdict } from './token-copy';

/** Says what the sign-out did, what it could not do, and what goes on working for a while. */
@Component({
  selector: 'app-signed-out-page',
  imports: [Failure, RouterLink, SignOutAccount],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      <h1 tabindex="-1">{{ heading() }}</h1>
      @if (run.result(); as result) {
        <app-sign-out-account
          [report]="result"
          [canRetry]="run.canRetry()"
          [isRetrying]="run.isRunning()"
          (retried)="run.retry()"
        />
        @if (result.stillValid.accessTokenUntil; as until) {
          <section class="note">
            <h2>The old access token works on, until {{ time(until) }}</h2>
            <p>
              An API that verifies tokens by itself asks nobody whether they are revoked. Whoever copied the
              access token before the sign-out is served until it expires.
            </p>
            @if (copy.isHeld()) {
              <button type="button" (click)="tryCopy()">Try a copy of the token</button>
            }
            <p role="status">
              @if (verdict(); as said) {
                <span class="pill" [attr.data-outcome]="said.isAccepted ? 'unknown' : 'done'">{{
                  said.text
                }}</span>
              }
            </p>
          </section>
        }
      } @else {
        <p>{{ reason() }}</p>
      }
      <app-failure [of]="run.error()" />
      <p><a class="button primary" routerLink="/sign-in">Sign in again</a></p>
    </section>
  `,
})
export class SignedOutPage {
  readonly #state = injectAuthState();

  protected readonly run = inject(SignOutRun);
  protected readonly copy = inject(TokenCopy);
  protected readonly time = clockTime;
  protected readonly verdict = signal<TokenVerdict | undefined>(undefined);
  protected readonly heading = computed(() => headingOf(this.run.result()));
  protected readonly reason = computed(() => {
    const state = this.#state();
    return state.status === 'signedOut' ? REASONS[state.reason] : '';
  });

  protected tryCopy(): void {
    this.copy.tryOnApi$().subscribe((verdict) => this.verdict.set(verdict));
  }
}

function headingOf(result: SignOutReport | undefined): string {
  if (result?.outcome === 'partial') return 'Signed out here, but not all is done';
  return result?.scope === 'global' ? 'Signed out everywhere' : 'Signed out';
}
