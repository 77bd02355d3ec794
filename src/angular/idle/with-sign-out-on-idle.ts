import { isPlatformServer } from '@angular/common';
import {
  DOCUMENT,
  inject,
  InjectionToken,
  NgZone,
  PLATFORM_ID,
  provideEnvironmentInitializer,
  signal,
} from '@angular/core';
import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { asyncScheduler, fromEvent, merge, Observable } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import { AUTH, AUTH_OPTIONS } from '../auth-token';
import type { CognitoAuthFeature } from '../feature';
import { ACTIVE, idleState$ } from './idle-state';
import type { IdleState } from './idle-state';
import { createLastActivity } from './last-activity';

/** The options of `withSignOutOnIdle`. */
export interface SignOutOnIdleOptions {
  /** How long the user may do nothing, in any tab, before being signed out; milliseconds. */
  readonly after: number;
  /** How long before that `injectIdleState` warns, milliseconds. Default: 0, not at all. */
  readonly warnBefore?: number;
  /** The scheduler behind its timers. Default: `asyncScheduler`. */
  readonly scheduler?: SchedulerLike;
}

const IDLE_STATE: InjectionToken<Signal<IdleState>> = new InjectionToken<Signal<IdleState>>(
  'IdleState of rx-cognito (is withSignOutOnIdle() among the features?)',
);

const ACTIVITIES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'];

/**
 * Signs out who has not done anything for a while. All tabs count: activity in one keeps the session in all. A page that
 * is opened again after that time signs out at once.
 *
 * @throws AuthError of kind `configuration` where the times make no sense
 */
export function withSignOutOnIdle(options: SignOutOnIdleOptions): CognitoAuthFeature {
  const { after, warnBefore = 0 } = options;
  if (!(Number.isFinite(after) && after > 0 && warnBefore >= 0 && warnBefore < after)) {
    throw new AuthError({
      kind: 'configuration',
      code: 'InvalidOption' satisfies OwnErrorCode,
      message: 'withSignOutOnIdle needs a positive time in after, and less than that in warnBefore.',
      recoverySuggestion:
        'Write milliseconds: withSignOutOnIdle({ after: 15 * 60_000, warnBefore: 60_000 }).',
    });
  }
  return {
    providers: [
      { provide: IDLE_STATE, useFactory: () => watchIdle(options) },
      provideEnvironmentInitializer(() => {
        inject(IDLE_STATE);
      }),
    ],
  };
}

/**
 * Returns whether the user is about to be signed out for doing nothing, as a signal. It needs `withSignOutOnIdle`.
 *
 * @example
 * ```ts
 * import { Component } from '@angular/core';
 * import { injectIdleState } from 'rx-cognito/angular';
 *
 * export const IdleWarning = Component({
 *   selector: 'app-idle-warning',
 *   template: '@if (idle().status === "warning") { <p role="alert">Still there? Move, or you are signed out.</p> }',
 * })(
 *   class {
 *     readonly idle = injectIdleState();
 *   },
 * );
 * ```
 */
export function injectIdleState(): Signal<IdleState> {
  return inject(IDLE_STATE);
}

function watchIdle({
  after,
  warnBefore = 0,
  scheduler = asyncScheduler,
}: SignOutOnIdleOptions): Signal<IdleState> {
  if (isPlatformServer(inject(PLATFORM_ID))) return signal(ACTIVE).asReadonly();
  const document = inject(DOCUMENT);
  const clientId = inject(AUTH_OPTIONS, { optional: true })?.userPoolClientId;
  const idle$ = idleState$({
    auth: inject(AUTH),
    lastActivity: createLastActivity(
      ['rx-cognito', clientId, 'lastActivityAt'].filter(Boolean).join('.'),
      document.defaultView,
    ),
    activity$: merge(
      ...ACTIVITIES.map((name) => fromEvent(document, name, { capture: true, passive: true })),
    ),
    wake$: fromEvent(document, 'visibilitychange'),
    afterMs: after,
    warnBeforeMs: warnBefore,
    scheduler,
  });
  // Listeners and timers set inside the zone would check the whole application at each move of the pointer.
  const zone = inject(NgZone);
  const outside$ = new Observable<IdleState>((subscriber) =>
    zone.runOutsideAngular(() => idle$.subscribe(subscriber)),
  );
  return toSignal(outside$, { initialValue: ACTIVE });
}
