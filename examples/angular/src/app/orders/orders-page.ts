import { HttpClient } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { catchError, map, of, startWith, Subject, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { clockTime } from '../backstage/state-words';
import { Failure } from '../failure';
import { SITE_CONFIG } from '../site-config';
import type { OrdersAnswer } from './orders-answer';

type View =
  | { readonly status: 'loading' }
  | { readonly status: 'loaded'; readonly answer: OrdersAnswer; readonly loadedAt: number }
  | { readonly status: 'failed'; readonly error: unknown };

/** Shows what the API answers to whoever is signed in. The interceptor adds the token, and a fresh one where it is due. */
@Component({
  selector: 'app-orders-page',
  imports: [Failure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card">
      <div class="heading-row">
        <h1 tabindex="-1">Orders</h1>
        <button type="button" (click)="reload()">Load again</button>
      </div>
      @switch (view().status) {
        @case ('loading') {
          <p class="muted">Asking the API …</p>
        }
      }
      @if (loaded(view()); as shown) {
        <ul class="orders">
          @for (order of shown.answer.orders; track order.number) {
            <li>
              <strong>{{ order.title }}</strong>
              <span class="muted">{{ order.number }} · {{ order.placedOn }}</span>
              <span class="pill">{{ order.status }}</span>
            </li>
          }
        </ul>
        <p class="muted" role="status">
          Loaded at {{ time(shown.loadedAt) }} for <strong>{{ shown.answer.servedTo }}</strong>, with a token
          that is valid until {{ time(shown.answer.tokenExpiresAt) }}.
        </p>
      }
      <app-failure [of]="failure(view())" />
    </section>
  `,
})
export class OrdersPage {
  readonly #http = inject(HttpClient);
  readonly #url = `${inject(SITE_CONFIG).apiOrigin}/orders`;
  readonly #reload$ = new Subject<void>();

  protected readonly time = clockTime;
  protected readonly view = toSignal(
    this.#reload$.pipe(
      startWith(undefined),
      switchMap(() => this.#load$()),
    ),
    {
      requireSync: true,
    },
  );

  protected reload(): void {
    this.#reload$.next();
  }

  protected readonly loaded = (view: View) => (view.status === 'loaded' ? view : undefined);
  protected readonly failure = (view: View) => (view.status === 'failed' ? view.error : undefined);

  #load$(): Observable<View> {
    return this.#http.get<OrdersAnswer>(this.#url).pipe(
      map((answer): View => ({ status: 'loaded', answer, loadedAt: Date.now() })),
      catchError((error: unknown) => of<View>({ status: 'failed', error })),
      startWith<View>({ status: 'loading' }),
    );
  }
}
