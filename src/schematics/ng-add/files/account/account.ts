import { Component, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { EMPTY, switchMap, tap } from 'rxjs';
import { injectAuth, injectUser } from 'rx-cognito/angular';

@Component({
  selector: 'app-account',
  template: `
    @if (user(); as user) {
      <h1>{{ user.loginId ?? user.username }}</h1>
      <button [disabled]="isBusy()" (click)="signOut()">Sign out</button>
    }
  `,
})
export class Account {
  private readonly auth = injectAuth();
  private readonly router = inject(Router);
  readonly user = injectUser();
  readonly isBusy = signal(false);

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
      .subscribe();
  }
}
