import { ChangeDetectionStrategy, Component, computed, input, output, viewChild } from '@angular/core';
import type { ElementRef } from '@angular/core';
import type { SignInStateStep } from 'rx-cognito';
import { CodeFinder } from '../backstage/code-finder';
import { Focused } from '../focused';
import { choiceOf, questionOf } from './challenge-question';

/** Asks for the answer to a challenge: a code, a password, or a choice. */
@Component({
  selector: 'app-challenge-form',
  imports: [CodeFinder, Focused],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form class="measure" (submit)="submit($event)">
      @if (question(); as asked) {
        <p id="challenge-hint">{{ asked.hint }}</p>
        <label for="answer">{{ asked.label }}</label>
        <input
          #answer
          appFocused
          id="answer"
          name="answer"
          aria-describedby="challenge-hint"
          required
          maxlength="256"
          [type]="asked.type"
          [attr.inputmode]="asked.inputMode"
          [attr.pattern]="asked.pattern"
          [autocomplete]="asked.autocomplete"
        />
        @if (asked.codeFrom; as from) {
          <app-code-finder [from]="from" [username]="username()" (found)="answer.value = $event" />
        }
        <button class="primary" [attr.aria-disabled]="isBusy()">
          {{ isBusy() ? 'Checking …' : 'Go on' }}
        </button>
      } @else if (choice(); as offered) {
        <p appFocused tabindex="-1">{{ offered.hint }}</p>
        @for (option of offered.options; track option.answer) {
          <button
            type="button"
            class="primary"
            [attr.aria-disabled]="isBusy()"
            (click)="answered.emit(option.answer)"
          >
            {{ option.label }}
          </button>
        }
      } @else {
        <p>
          The user pool asks for <code>{{ step().signInStep }}</code>. The library knows how to answer that;
          this example has no form for it.
        </p>
      }
      <button type="button" class="quiet" (click)="givenUp.emit()">Start over</button>
    </form>
  `,
})
export class ChallengeForm {
  readonly step = input.required<SignInStateStep>();
  readonly username = input.required<string>();
  readonly isBusy = input(false);
  readonly answered = output<string>();
  readonly givenUp = output();

  private readonly answer = viewChild<ElementRef<HTMLInputElement>>('answer');
  protected readonly question = computed(() => questionOf(this.step()));
  protected readonly choice = computed(() => choiceOf(this.step()));

  protected submit(event: Event): void {
    event.preventDefault();
    const field = this.answer()?.nativeElement;
    if (this.isBusy() || !field) return;
    this.answered.emit(field.value);
    field.value = '';
    field.focus();
  }
}
