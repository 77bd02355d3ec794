import { isPlatformServer, PlatformLocation } from '@angular/common';
import { DOCUMENT, inject, PLATFORM_ID } from '@angular/core';

/**
 * Returns what the page resolves relative URLs by; needs an injection context. Where there is nothing to resolve by, an empty
 * text.
 */
export function injectBaseUrl(): string {
  // The DOM of a server throws when it is asked for its baseURI. Angular resolves by the URL that is rendered, and so does this.
  if (!isPlatformServer(inject(PLATFORM_ID))) return inject(DOCUMENT).baseURI;
  const location = inject(PlatformLocation);
  try {
    const base = location.getBaseHrefFromDOM() as string | null;
    return new URL(base ?? '', location.href).href;
  } catch {
    return '';
  }
}
