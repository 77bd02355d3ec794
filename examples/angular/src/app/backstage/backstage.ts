import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { injectAuth } from 'rx-cognito/angular';
import type { AuthState } from 'rx-cognito';
import { scan } from 'rxjs';
import { SimulatedNetwork } from './simulated-network';
import type { NetworkMode } from './simulated-network';
import { clockTime, detailsOf } from './state-words';

interface SeenState {
  readonly number: number;
  readonly time: string;
  readonly status: AuthState['status'];
  readonly details: string;
  readonly json: string;
}

const MODES: readonly { value: NetworkMode; label: string; hint: string }[] = [
  { value: 'up', label: 'Up', hint: 'All is well. Other tabs and devices have networks of their own.' },
  {
    value: 'offline',
    label: 'Down',
    hint: 'Nothing gets through, and the browser knows that it is offline.',
  },
  { value: 'noAnswer', label: 'No answer', hint: 'Nobody ever answers, and nobody says so.' },
];

/** How many states are shown; the older ones are forgotten. */
const SHOWN = 24;

/** What an application never shows its users: the stream of states as it comes, and a network that can be broken. */
@Component({
  selector: 'app-backstage',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <aside class="backstage" aria-labelledby="backstage-heading">
      <div>
        <h2 id="backstage-heading" tabindex="-1">Backstage</h2>
        <p class="hint">What an application never shows its users.</p>
      </div>
      <fieldset class="network">
        <legend>Break the network of this page</legend>
        <div class="segments">
          @for (mode of modes; track mode.value) {
            <label>
              <input
                type="radio"
                name="network"
                [value]="mode.value"
                [checked]="network.mode() === mode.value"
                (change)="network.set(mode.value)"
              />
              <span>{{ mode.label }}</span>
            </label>
          }
        </div>
        <p class="muted">{{ hint() }}</p>
      </fieldset>
      <h3 id="stream-heading"><code>auth.state$</code></h3>
      <ol class="stream" reversed tabindex="0" aria-labelledby="stream-heading">
        @for (seen of states(); track seen.number) {
          <li>
            <details>
              <summary>
                <span class="status" [attr.data-status]="seen.status">{{ seen.status }}</span>
                <time>{{ seen.time }}</time>
                <span class="line">{{ seen.details }}</span>
              </summary>
              <pre>{{ seen.json }}</pre>
            </details>
          </li>
        }
      </ol>
    </aside>
  `,
})
export class Backstage {
  protected readonly network = inject(SimulatedNetwork);
  protected readonly modes = MODES;
  protected readonly hint = computed(() => MODES.find(({ value }) => value === this.network.mode())?.hint);

  protected readonly states = toSignal(
    injectAuth().state$.pipe(
      scan((seen: readonly SeenState[], state) => [seenNow(state, seen), ...seen].slice(0, SHOWN), []),
    ),
    { requireSync: true },
  );
}

function seenNow(state: AuthState, before: readonly SeenState[]): SeenState {
  return {
    number: (before[0]?.number ?? 0) + 1,
    time: clockTime(Date.now()),
    status: state.status,
    details: detailsOf(state),
    json: JSON.stringify(state, undefined, 2),
  };
}
