import { DestroyRef, inject, signal } from '@angular/core';
import type { Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';

/** Something that the user asks for, again and again: whether it is under way, and what came of it last. */
export interface Attempt {
  readonly isBusy: Signal<boolean>;
  /** Why it failed. */
  readonly error: Signal<unknown>;
  /** What to say about it, once it is done. */
  readonly said: Signal<string | undefined>;
  /** Begins, unless it is under way. */
  run<Value>(work$: Observable<Value>, next?: (value: Value) => string | void): void;
  /** Forgets what came of it. */
  clear(): void;
}

/** Returns an attempt that belongs to a component: who leaves the page gives up what is under way. */
export function injectAttempt(): Attempt {
  const destroyRef = inject(DestroyRef);
  const isBusy = signal(false);
  const error = signal<unknown>(undefined);
  const said = signal<string | undefined>(undefined);
  const clear = (): void => {
    error.set(undefined);
    said.set(undefined);
  };
  return {
    isBusy: isBusy.asReadonly(),
    error: error.asReadonly(),
    said: said.asReadonly(),
    clear,
    run: (work$, next = () => undefined) => {
      if (isBusy()) return;
      isBusy.set(true);
      clear();
      work$
        .pipe(
          takeUntilDestroyed(destroyRef),
          finalize(() => isBusy.set(false)),
        )
        .subscribe({
          next: (value) => said.set(next(value) ?? undefined),
          error: (thrown: unknown) => error.set(thrown),
        });
    },
  };
}
