import type { Routes } from '@angular/router';
import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';

/** The pages; all but the first one that is shown come when they are needed. */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in · Tape Counter',
    canActivate: [signedOutGuard({ redirectTo: '/orders' })],
    loadComponent: async () => (await import('./sign-in/sign-in-page')).SignInPage,
  },
  {
    path: 'signed-out',
    title: 'Signed out · Tape Counter',
    canActivate: [signedOutGuard({ redirectTo: '/orders' })],
    loadComponent: async () => (await import('./sign-out/signed-out-page')).SignedOutPage,
  },
  {
    path: '',
    canMatch: [signedInGuard()],
    children: [
      {
        path: 'orders',
        title: 'Orders · Tape Counter',
        loadComponent: async () => (await import('./orders/orders-page')).OrdersPage,
      },
      {
        path: 'account',
        title: 'Account · Tape Counter',
        loadComponent: async () => (await import('./sign-out/account-page')).AccountPage,
      },
      { path: '', pathMatch: 'full', redirectTo: 'orders' },
    ],
  },
  { path: '**', redirectTo: 'orders' },
];
