import type { Auth } from 'rx-cognito';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';

/** Emits the key of the device that the session belongs to, where it belongs to one: the access token names it. */
export function deviceKey$(auth: Auth): Observable<string | undefined> {
  return auth.tokens$().pipe(map(({ accessToken }) => claimsOf(accessToken).device_key));
}

function claimsOf(token: string): { readonly device_key?: string } {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(atob(payload)) as { device_key?: string };
}
