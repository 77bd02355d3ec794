import { Injectable, signal } from '@angular/core';

/** How the network behaves, as far as this page can tell. */
export type NetworkMode = 'up' | 'offline' | 'noAnswer';

/**
 * Lets this page believe that the network is down: what it asks by `fetch` fails, or is never answered. Other tabs and the
 * servers know nothing of it.
 */
@Injectable({ providedIn: 'root' })
export class SimulatedNetwork {
  readonly #fetch = globalThis.fetch.bind(globalThis);
  readonly #mode = signal<NetworkMode>('up');

  readonly mode = this.#mode.asReadonly();

  constructor() {
    globalThis.fetch = (...request) => this.#answer(...request);
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => this.#mode() !== 'offline' });
  }

  set(mode: NetworkMode): void {
    const wasOffline = this.#mode() === 'offline';
    this.#mode.set(mode);
    if (wasOffline !== (mode === 'offline')) dispatchEvent(new Event(wasOffline ? 'online' : 'offline'));
  }

  #answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    switch (this.#mode()) {
      case 'up':
        return this.#fetch(input, init);
      case 'offline':
        return Promise.reject(new TypeError('Failed to fetch'));
      case 'noAnswer':
        return neverAnswered(new Request(input, init).signal);
    }
  }
}

function neverAnswered(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
