import { ChangeDetectionStrategy, Component, inject, output } from '@angular/core';
import { SITE_CONFIG } from '../site-config';
import type { CastMember } from '../site-config';
import { ToBackstage } from './to-backstage';

/** Says what this application is for, and whom a visitor may play. */
@Component({
  selector: 'app-cast',
  imports: [ToBackstage],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="sunken props" aria-labelledby="cast-heading">
      <h2 id="cast-heading">Sign in as one of these</h2>
      <ul class="cast">
        @for (member of cast; track member.username) {
          <li>
            <span>
              <strong>{{ member.username }}</strong> <code>{{ member.password }}</code>
              <span class="muted">{{ member.note }}</span>
            </span>
            <button
              type="button"
              class="small"
              [attr.aria-label]="'Fill in ' + member.username"
              (click)="chosen.emit(member)"
            >
              Fill in
            </button>
          </li>
        }
      </ul>
      <p>
        The user pool, the API and these people are on this machine alone. Sign in,
        <button type="button" class="link" appToBackstage>break the network</button>, sign out, and see
        whether the page tells you the truth.
      </p>
    </section>
  `,
})
export class Cast {
  readonly chosen = output<CastMember>();

  protected readonly cast = inject(SITE_CONFIG).cast;
}
