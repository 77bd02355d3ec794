import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app-config';
import type { SiteConfig } from './app/site-config';

const response = await fetch('config.json');
await bootstrapApplication(App, appConfig((await response.json()) as SiteConfig));
