import { ChangeDetectionStrategy, Component, effect, input, viewChild } from '@angular/core';
import type { ElementRef } from '@angular/core';
import type { Attempt } from './attempt';
import { Failure } from './failure';

/** Shows what came of an attempt. What is done takes the focus: the button that was pressed may be gone with what it removed. */
@Component({
  selector: 'app-outcome',
  imports: [Failure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <app-failure [of]="of().error()" />
    @if (of().said(); as said) {
      <p #note class="note good" tabindex="-1">{{ said }}</p>
    }
  `,
})
export class Outcome {
  readonly of = input.required<Attempt>();

  private readonly note = viewChild<ElementRef<HTMLElement>>('note');

  constructor() {
    effect(() => this.note()?.nativeElement.focus());
  }
}
