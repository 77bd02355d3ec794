import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core';

/** Stands in for a mailbox and an authenticator app, so that everybody can try: asks the user pool of this example for the code. */
@Component({
  selector: 'app-code-finder',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="aside">
      {{ from() === 'mail' ? 'No message leaves this machine.' : 'No phone at hand?' }}
      <button type="button" class="link" (click)="find()">Show the code</button>
      <output>{{ code() }}</output>
    </p>
  `,
})
export class CodeFinder {
  readonly from = input.required<'mail' | 'authenticator'>();
  readonly username = input.required<string>();
  readonly found = output<string>();

  readonly #http = inject(HttpClient);
  protected readonly code = signal('');

  protected find(): void {
    const params = { from: this.from(), username: this.username() };
    this.#http.get<{ code?: string }>('/code.json', { params }).subscribe({
      next: ({ code }) => {
        this.code.set(code ?? 'There is none.');
        if (code !== undefined) this.found.emit(code);
      },
      error: () => this.code.set('It could not be looked up.'),
    });
  }
}
