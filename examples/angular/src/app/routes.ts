import type { Routes } from '@angular/router';
import { signedInGuard, signedOutGuard } from 'rx-cognito/angular';
import { returnGuard } from './sign-in/return-guard';

/** The pages; all but the first one that is shown come when they are needed. */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'Sign in · Tape Counter',
    canActivate: [signedOutGuard({ redirectTo: '/orders' })],
    loadComponent: async () => (await import('./sign-in/sign-in-page')).SignInPage,
  },
  {
    path: 'callback',
    title: 'Not signed in · Tape Counter',
    canActivate: [returnGuard],
    loadComponent: async () => (await import('./sign-in/failed-return-page')).FailedReturnPage,
  },
  {
    path: 'sign-up',
    title: 'Create an account · Tape Counter',
    canActivate: [signedOutGuard({ redirectTo: '/orders' })],
    loadComponent: async () => (await import('./sign-up/sign-up-page')).SignUpPage,
  },
  {
    path: 'forgotten-password',
    title: 'Forgotten password · Tape Counter',
    canActivate: [signedOutGuard({ redirectTo: '/orders' })],
    loadComponent: async () => (await import('./password/forgotten-password-page')).ForgottenPasswordPage,
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
      {
        path: 'security',
        title: 'Security · Tape Counter',
        loadComponent: async () => (await import('./security/security-page')).SecurityPage,
      },
      { path: '', pathMatch: 'full', redirectTo: 'orders' },
    ],
  },
  { path: '**', redirectTo: 'orders' },
];
