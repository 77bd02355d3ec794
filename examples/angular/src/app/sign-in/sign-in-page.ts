import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { injectAuth, injectAuthState } from 'rx-cognito/angular';
import type { SignInResult } from 'rx-cognito';
import { finalize } from 'rxjs';
import { Failure } from '../failure';
import { ChallengeForm } from './challenge-form';
import { CredentialsForm } from './credentials-form';
import type { Credentials } from './credentials-form';

/** Signs in: the password first, then whatever else the user pool asks for. */
@Component({
  selector: 'app-sign-in-page',
  imports: [ChallengeForm, CredentialsForm, Failure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card narrow">
      @if (nextStep(); as step) {
        <h1 tabindex="-1">One more step</h1>
        <app-challenge-form
          [step]="step"
          [isBusy]="isBusy()"
          (answered)="run(auth.confirmSignIn$({ challengeResponse: $event }))"
          (givenUp)="startOver()"
        />
      } @else {
        <h1 tabindex="-1">Sign in</h1>
        <app-credentials-form
          [username]="lastUsername()"
          [isBusy]="isBusy()"
          (prepared)="prepare()"
          (submitted)="signIn($event)"
        />
      }
      <app-failure [of]="error()" />
    </section>
  `,
})
export class SignInPage {
  protected readonly auth = injectAuth();
  readonly #state = injectAuthState();

  protected readonly isBusy = signal(false);
  protected readonly error = signal<unknown>(undefined);
  protected readonly nextStep = computed(() => {
    const state = this.#state();
    return state.status === 'signingIn' ? state.nextStep : undefined;
  });
  protected readonly lastUsername = computed(() => {
    const state = this.#state();
    return state.status === 'signedOut' ? (state.lastUsername ?? '') : '';
  });

  protected prepare(): void {
    this.auth.prepareSignIn$().subscribe();
  }

  protected signIn(credentials: Credentials): void {
    this.run(this.auth.signIn$(credentials));
  }

  protected startOver(): void {
    this.error.set(undefined);
    this.auth.signOut$().subscribe();
  }

  /** Where to go after it is said by the event `signedIn`, which also comes when another tab signs in. */
  protected run(attempt$: Observable<SignInResult>): void {
    this.isBusy.set(true);
    this.error.set(undefined);
    attempt$
      .pipe(finalize(() => this.isBusy.set(false)))
      .subscribe({ error: (error: unknown) => this.error.set(error) });
  }
}
