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
import { ToBackstage } from './backstage/to-backstage';
import { displayName } from './display-name';

const SIGNED_IN_PAGES = [
  { path: '/orders', name: 'Orders' },
  { path: '/account', name: 'Account' },
  { path: '/security', name: 'Security' },
];
const SIGNED_OUT_PAGES = [
  { path: '/sign-in', name: 'Sign in' },
  { path: '/sign-up', name: 'Create an account' },
];

/** The frame around every page: who is signed in, where one can go, and what happens behind the scenes. */
@Component({
  selector: 'app-root',
  imports: [Backstage, RouterLink, RouterLinkActive, RouterOutlet, ToBackstage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <a class="skip-link" href="#main" (click)="skipTo($event, main)">Skip to the page</a>
    <header class="bar">
      <span class="brand">
        <span class="reels" aria-hidden="true"></span>
        <span class="name">Tape Counter<small>the example of rx-cognito</small></span>
      </span>
      <nav aria-label="Pages">
        @for (page of pages(); track page.path) {
          <a [routerLink]="page.path" routerLinkActive="active" ariaCurrentWhenActive="page">{{
            page.name
          }}</a>
        }
      </nav>
      @if (user(); as name) {
        <span class="who"><span class="visually-hidden">Signed in as </span>{{ name }}</span>
      }
      <button type="button" class="to-backstage" appToBackstage>Backstage</button>
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
  protected readonly user = computed(() => {
    const state = this.#state();
    return state.status === 'signedIn' || state.status === 'signingOut' ? displayName(state.user) : undefined;
  });
  protected readonly pages = computed(() => {
    if (this.user() !== undefined) return SIGNED_IN_PAGES;
    return this.#state().status === 'restoring' ? [] : SIGNED_OUT_PAGES;
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
    // Where the first page is, its guards decide.
    if (!this.#router.navigated) return;
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
