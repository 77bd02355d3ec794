import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectRedirectResult } from 'rx-cognito/angular';
import { Failure } from '../failure';

/** Says why a sign-in at managed login failed, and offers another one, to the same page as before. */
@Component({
  selector: 'app-failed-return-page',
  imports: [Failure, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      <h1 tabindex="-1">You are not signed in</h1>
      @if (failed(); as result) {
        <app-failure [of]="result.error" />
        <p class="muted">{{ result.error.message }}</p>
        <p>
          <a class="button primary" routerLink="/sign-in" [queryParams]="{ returnUrl: result.customState }">
            Choose how to sign in
          </a>
        </p>
      }
    </section>
  `,
})
export class FailedReturnPage {
  readonly #result = injectRedirectResult();

  protected readonly failed = computed(() => {
    const result = this.#result();
    return result?.type === 'signInFailed' ? result : undefined;
  });
}
