import { InjectionToken } from '@angular/core';

/** What differs from one place where the application runs to the next; read at its start. */
export interface SiteConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly apiOrigin: string;
}

/** The configuration of this site. */
export const SITE_CONFIG = new InjectionToken<SiteConfig>('SiteConfig');
