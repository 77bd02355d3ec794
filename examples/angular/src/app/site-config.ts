import { InjectionToken } from '@angular/core';

/** What differs from one place where the application runs to the next; read at its start. */
export interface SiteConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly managedLoginDomain: string;
  readonly apiOrigin: string;
  /** Who can sign in. It is here so that everybody can try; no other application tells. */
  readonly cast: readonly CastMember[];
}

/** Somebody whom a visitor may play. */
export interface CastMember {
  readonly username: string;
  readonly password: string;
  /** How they sign in. */
  readonly note: string;
}

/** The configuration of this site. */
export const SITE_CONFIG = new InjectionToken<SiteConfig>('SiteConfig');
