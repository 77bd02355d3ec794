import { computed, inject, Injectable, signal } from '@angular/core';
import { injectAuth } from 'rx-cognito/angular';
import { redirectResult$ } from 'rx-cognito/hosted-ui';
import type { SignOutReport, SignOutResult } from 'rx-cognito';
import { filter, finalize } from 'rxjs';
import type { Observable } from 'rxjs';
import { TokenCopy } from './token-copy';

/**
 * The sign-out that this tab made last, over the change of pages that it brings about: also where it went by way of managed login,
 * and another page came back with the report.
 */
@Injectable({ providedIn: 'root' })
export class SignOutRun {
  readonly #auth = injectAuth();
  readonly #result = signal<SignOutReport | SignOutResult | undefined>(undefined);
  readonly #error = signal<unknown>(undefined);
  readonly #isRunning = signal(false);

  readonly result = this.#result.asReadonly();
  readonly error = this.#error.asReadonly();
  readonly isRunning = this.#isRunning.asReadonly();
  /** A report that came back with another page can only be read. */
  readonly canRetry = computed(() => 'retry$' in (this.#result() ?? {}));

  constructor() {
    const copy = inject(TokenCopy);
    redirectResult$(this.#auth).subscribe((returned) => {
      if (returned.type === 'signedOut') this.#result.set(returned.report);
    });
    this.#auth.events$.pipe(filter(({ type }) => type === 'signedIn')).subscribe(() => {
      this.#result.set(undefined);
      copy.drop();
    });
  }

  signOut(globalSignOut: boolean): void {
    this.#follow(this.#auth.signOut$({ globalSignOut }));
  }

  /** Tries again what the last sign-out could not do; its result takes the place of the old one. */
  retry(): void {
    const result = this.#result();
    if (result && 'retry$' in result) this.#follow(result.retry$);
  }

  #follow(run$: Observable<SignOutResult>): void {
    this.#isRunning.set(true);
    this.#error.set(undefined);
    run$.pipe(finalize(() => this.#isRunning.set(false))).subscribe({
      next: (result) => this.#result.set(result),
      error: (error: unknown) => this.#error.set(error),
    });
  }
}
