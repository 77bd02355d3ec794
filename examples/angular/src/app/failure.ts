import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { AuthError, userMessages } from 'rx-cognito';

/** Shows what went wrong in words for users, and its code for those whom they call; said aloud when it appears. */
@Component({
  selector: 'app-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="alert">
      @if (shown(); as failure) {
        <p class="note bad">
          {{ failure.text }}
          @if (failure.code) {
            <code>{{ failure.code }}</code>
          }
        </p>
      }
    </div>
  `,
})
export class Failure {
  readonly of = input.required<unknown>();

  protected readonly shown = computed(() => {
    const error = this.of();
    if (error === undefined) return undefined;
    const code = error instanceof AuthError ? error.code : undefined;
    return { code, text: userMessages[code ?? 'Unknown'] ?? userMessages.Unknown };
  });
}
