import { Component, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { EMPTY, switchMap, tap } from 'rxjs';
import { userMessages } from 'rx-cognito';
import type { AuthError } from 'rx-cognito';
import { injectAuth, injectUser } from 'rx-cognito/angular';

@Component({
  selector: 'app-account',
  imports: [RouterLink],
  template: `
    @if (user(); as user) {
      <h1>{{ user.loginId ?? user.username }}</h1>
      <button [disabled]="isBusy()" (click)="signOut()">Sign out</button>
    } @else {
      <p>Nobody is signed in. <a routerLink="/sign-in">Sign in</a></p>
    }
    <p role="alert">{{ failure() }}</p>
  `,
})
export class Account {
  private readonly auth = injectAuth();
  private readonly router = inject(Router);
  readonly user = injectUser();
  readonly isBusy = signal(false);
  readonly failure = signal('');

  signOut(): void {
    this.isBusy.set(true);
    this.auth
      .signOut$()
      .pipe(
        // Signed out here in any case …
        tap(() => void this.router.navigateByUrl('/sign-in')),
        // … and where the server could not be told, once more in the background.
        switchMap(({ outcome, retry$ }) => (outcome === 'partial' ? retry$ : EMPTY)),
      )
      .subscribe({ error: ({ code }: AuthError) => this.fail(code) });
  }

  /** What was not removed here, or not ended there, is to be known. */
  private fail(code: string): void {
    this.isBusy.set(false);
    this.failure.set(userMessages[code] ?? userMessages.Unknown);
  }
}
