import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { AuthError, SignOutReport, SignOutStep, StepOutcome } from 'rx-cognito';
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
    @if (report().steps.hostedUi === 'done') {
      <p class="muted">Whoever signed in with an account of somebody else is still signed in there.</p>
    }
    @if (report().outcome === 'partial') {
      <p>
        @if (report().steps.clearCache === 'done') {
          This device has no token any more.
        }
        Until the open steps are done, whoever has a copy of the tokens may still use the session.
      </p>
      @if (canRetry()) {
        <button type="button" class="primary" [attr.aria-disabled]="isRetrying()" (click)="retry()">
          {{ isRetrying() ? 'Trying …' : 'Try the open steps again' }}
        </button>
      }
    }
    <p class="visually-hidden" role="status">
      {{ report().outcome === 'partial' ? 'Some steps are open.' : 'All steps are done.' }}
    </p>
  `,
})
export class SignOutAccount {
  readonly report = input.required<SignOutReport>();
  readonly canRetry = input(false);
  readonly isRetrying = input(false);
  readonly retried = output();

  protected readonly steps = computed(() => {
    const report = this.report();
    return ORDER.map((step) => ({ step, outcome: report.steps[step] ?? 'notNeeded' }))
      .filter(({ outcome }) => outcome !== 'notNeeded')
      .map(({ step, outcome }) => ({
        name: STEP_NAMES[step],
        outcome,
        text: OUTCOMES[outcome],
        error: errorOf(report, step),
      }));
  });

  protected retry(): void {
    if (!this.isRetrying()) this.retried.emit();
  }
}

function errorOf(report: SignOutReport, step: SignOutStep): AuthError | undefined {
  return step === 'clearCache' ? undefined : report[`${step}Error`];
}
