import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { AuthError } from 'rx-cognito';

/** Shows what failed and what to do about it; said aloud when it appears. */
@Component({
  selector: 'app-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="alert">
      @if (error(); as failure) {
        <p class="note bad">
          <strong>{{ failure.message }}</strong>
          {{ failure.recoverySuggestion }}
        </p>
      }
    </div>
  `,
})
export class Failure {
  readonly of = input.required<unknown>();

  protected readonly error = computed(() => {
    const error = this.of();
    if (error === undefined) return undefined;
    if (error instanceof AuthError) return error;
    return { message: 'That did not work.', recoverySuggestion: 'Try again in a moment.' };
  });
}
