import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { AuthError, SignOutResult, SignOutStep, StepOutcome } from 'rx-cognito';
import { STEP_NAMES } from '../backstage/state-words';

const OUTCOMES: Readonly<Record<StepOutcome, string>> = {
  done: 'Done',
  notNeeded: 'Not needed',
  notSupported: 'Not supported by this user pool',
  failed: 'Not done',
  unknown: 'No answer: take it as not done',
};

const ORDER: readonly SignOutStep[] = [
  'forgetDevice',
  'globalSignOut',
  'revokeToken',
  'clearCache',
  'hostedUi',
];

/** Gives the account of a sign-out, step by step; of what failed, why, and what to do. */
@Component({
  selector: 'app-sign-out-account',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul class="account">
      @for (step of steps(); track step.name) {
        <li>
          <span>{{ step.name }}</span>
          <span class="pill" [attr.data-outcome]="step.outcome">{{ step.text }}</span>
          @if (step.error; as error) {
            <p>
              <strong>{{ error.message }}</strong> {{ error.recoverySuggestion }}
            </p>
          }
        </li>
      }
    </ul>
    @if (result().outcome === 'partial') {
      <p>
        This device has no token any more. Until the open steps are done, the user pool may still accept the
        session from whoever has its tokens.
      </p>
      <button type="button" class="primary" [attr.aria-disabled]="isRetrying()" (click)="retry()">
        {{ isRetrying() ? 'Trying …' : 'Try the open steps again' }}
      </button>
    }
    <p class="visually-hidden" role="status">
      {{ result().outcome === 'partial' ? 'Some steps are open.' : 'All steps are done.' }}
    </p>
  `,
})
export class SignOutAccount {
  readonly result = input.required<SignOutResult>();
  readonly isRetrying = input(false);
  readonly retried = output();

  protected readonly steps = computed(() => {
    const result = this.result();
    return ORDER.map((step) => ({ step, outcome: result.steps[step] ?? 'notNeeded' }))
      .filter(({ outcome }) => outcome !== 'notNeeded')
      .map(({ step, outcome }) => ({
        name: STEP_NAMES[step],
        outcome,
        text: OUTCOMES[outcome],
        error: errorOf(result, step),
      }));
  });

  protected retry(): void {
    if (!this.isRetrying()) this.retried.emit();
  }
}

function errorOf(result: SignOutResult, step: SignOutStep): AuthError | undefined {
  return step === 'clearCache' ? undefined : result[`${step}Error`];
}
