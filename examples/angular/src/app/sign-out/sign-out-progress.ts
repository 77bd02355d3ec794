import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { SigningOutState, SignOutStep } from 'rx-cognito';
import { STEP_NAMES } from '../backstage/state-words';

const LOCAL_STEPS: readonly SignOutStep[] = ['revokeToken', 'clearCache'];
/** Whether managed login is a step shows when it comes to it. */
const ORDER: readonly SignOutStep[] = ['globalSignOut', ...LOCAL_STEPS, 'hostedUi'];

/** Shows how far a sign-out is. */
@Component({
  selector: 'app-sign-out-progress',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p>
      <strong>Signing out.</strong> Nothing on this page can use your session from now on. The user pool has
      three seconds to answer.
    </p>
    <ol class="progress">
      @for (step of steps(); track step.name) {
        <li
          [attr.data-progress]="step.progress"
          [attr.aria-current]="step.progress === 'running' ? 'step' : null"
        >
          {{ step.name }}
          <span class="visually-hidden">({{ step.progress }})</span>
        </li>
      }
    </ol>
  `,
})
export class SignOutProgress {
  readonly state = input.required<SigningOutState>();

  protected readonly steps = computed(() => {
    const { scope, step } = this.state();
    const isNeeded = (each: SignOutStep): boolean =>
      LOCAL_STEPS.includes(each) || each === step || (each === 'globalSignOut' && scope === 'global');
    const steps = ORDER.filter(isNeeded);
    const running = steps.indexOf(step);
    return steps.map((each, index) => ({
      name: STEP_NAMES[each],
      progress: index < running ? 'over' : index === running ? 'running' : 'waiting',
    }));
  });
}
