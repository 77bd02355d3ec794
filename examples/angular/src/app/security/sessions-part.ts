import { ChangeDetectionStrategy, Component } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { injectAuth } from 'rx-cognito/angular';
import { fetchUserSessions$, revokeUserSession$ } from 'rx-cognito/account';
import type { UserSession } from 'rx-cognito/account';
import { injectAttempt } from '../attempt';
import { dayAndTime } from '../backstage/state-words';
import { Failure } from '../failure';
import { Outcome } from '../outcome';

/** Shows where the user is signed in, and signs out there. */
@Component({
  selector: 'app-sessions-part',
  imports: [Failure, Outcome],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="part" aria-labelledby="sessions-heading">
      <div class="heading-row">
        <h2 id="sessions-heading">Sessions</h2>
        <button type="button" class="small" (click)="sessions.reload()">Look again</button>
      </div>
      <p class="muted">Where you are signed in.</p>
      @if (sessions.hasValue()) {
        <ul class="rows">
          @for (session of sessions.value(); track session.sessionId) {
            <li>
              <strong>
                {{ nameOf(session) }}
                @if (session.isCurrent) {
                  <span class="pill" data-outcome="done">This one</span>
                }
              </strong>
              <span class="muted">
                since {{ when(session.createdAt) }}
                @if (session.lastIpAddress) {
                  · {{ session.lastIpAddress }}
                }
              </span>
              @if (!session.isCurrent) {
                <button
                  type="button"
                  class="small"
                  [attr.aria-label]="
                    'Sign out there: ' + nameOf(session) + ', since ' + when(session.createdAt)
                  "
                  (click)="signOutThere(session)"
                >
                  Sign out there
                </button>
              }
            </li>
          }
        </ul>
      }
      <app-failure [of]="sessions.error()" />
      <app-outcome [of]="attempt" />
    </section>
  `,
})
export class SessionsPart {
  readonly #auth = injectAuth();

  protected readonly when = dayAndTime;
  protected readonly attempt = injectAttempt();
  protected readonly sessions = rxResource({ stream: () => fetchUserSessions$(this.#auth) });

  protected readonly nameOf = ({ deviceType = 'A device', sessionType }: UserSession) =>
    sessionType === 'SSO' ? `${deviceType}, at managed login` : deviceType;

  protected signOutThere({ sessionId }: UserSession): void {
    this.attempt.run(revokeUserSession$(this.#auth, { sessionId }), () => {
      this.sessions.reload();
      return 'That session is ended. It gets no new tokens; the one that it has is good for minutes at most.';
    });
  }
}
