import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { injectAuth, injectAuthState, safeReturnUrl } from 'rx-cognito/angular';
import type { AuthEvent } from 'rx-cognito';
import { filter, skip } from 'rxjs';
import { Backstage } from './backstage/backstage';
import { announcementOf } from './backstage/state-words';

/** The frame around every page: who is signed in, where one can go, and what happens behind the scenes. */
@Component({
  selector: 'app-root',
  imports: [Backstage, RouterLink, RouterLinkActive, RouterOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <a class="skip-link" href="#main" (click)="skipTo($event, main)">Skip to the page</a>
    <header class="bar">
      <span class="brand"><span class="reels" aria-hidden="true"></span> Tape Counter</span>
      @if (username(); as name) {
        <nav aria-label="Pages">
          <a routerLink="/orders" routerLinkActive="active" ariaCurrentWhenActive="page">Orders</a>
          <a routerLink="/account" routerLinkActive="active" ariaCurrentWhenActive="page">Account</a>
        </nav>
        <span class="who"><span class="visually-hidden">Signed in as </span>{{ name }}</span>
      }
    </header>
    <div class="frame">
      <main id="main" tabindex="-1" #main><router-outlet /></main>
      <app-backstage />
    </div>
    <p class="visually-hidden" role="status">{{ announcement() }}</p>
  `,
})
export class App {
  readonly #router = inject(Router);
  readonly #injector = inject(Injector);
  readonly #state = injectAuthState();

  protected readonly announcement = computed(() => announcementOf(this.#state()));
  protected readonly username = computed(() => {
    const state = this.#state();
    return state.status === 'signedIn' || state.status === 'signingOut' ? state.user.username : undefined;
  });

  constructor() {
    injectAuth()
      .events$.pipe(takeUntilDestroyed())
      .subscribe((event) => this.#follow(event));
    this.#router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        // The first page is where the browser puts the focus itself.
        skip(1),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.#focusHeading());
  }

  protected skipTo(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }

  /** A session that begins or ends, in whichever tab, takes every tab to the page that belongs to that. */
  #follow({ type }: AuthEvent): void {
    if (type === 'signedOut') void this.#router.navigateByUrl('/signed-out');
    if (type !== 'signedIn') return;
    const { queryParams } = this.#router.parseUrl(this.#router.url);
    void this.#router.navigateByUrl(safeReturnUrl(queryParams['returnUrl'], '/orders'));
  }

  #focusHeading(): void {
    afterNextRender(() => document.querySelector<HTMLElement>('main h1')?.focus(), {
      injector: this.#injector,
    });
  }
}
