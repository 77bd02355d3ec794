import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { catchError, map, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { OrdersAnswer } from '../orders/orders-answer';
import { SITE_CONFIG } from '../site-config';

/** What the API said to the old token. */
export interface TokenVerdict {
  readonly isAccepted: boolean;
  readonly text: string;
}

/**
 * What a thief would have who copied the access token before the sign-out. It is here to show how long such a copy works;
 * no other application has a reason to keep one.
 */
@Injectable({ providedIn: 'root' })
export class TokenCopy {
  readonly #http = inject(HttpClient);
  readonly #url = `${inject(SITE_CONFIG).apiOrigin}/orders`;
  readonly #isHeld = signal(false);
  #accessToken = '';

  readonly isHeld = this.#isHeld.asReadonly();

  take(accessToken: string): void {
    this.#accessToken = accessToken;
    this.#isHeld.set(true);
  }

  drop(): void {
    this.#accessToken = '';
    this.#isHeld.set(false);
  }

  /** Asks the API with the copy. Cold; emits one verdict and completes; never errors. */
  tryOnApi$(): Observable<TokenVerdict> {
    const headers = { Authorization: `Bearer ${this.#accessToken}` };
    return this.#http.get<OrdersAnswer>(this.#url, { headers }).pipe(
      map(({ orders, servedTo }) => ({
        isAccepted: true,
        text: `Accepted: the API handed out ${orders.length} orders of ${servedTo}.`,
      })),
      catchError((error: unknown) => of({ isAccepted: false, text: refusalOf(error) })),
    );
  }
}

function refusalOf(error: unknown): string {
  if (!(error instanceof HttpErrorResponse) || error.status === 0) return 'The API could not be reached.';
  return `Refused: ${(error.error as { message?: string } | null)?.message ?? error.status}`;
}
