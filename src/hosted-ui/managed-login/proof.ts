import { AuthError } from 'rx-cognito';
import type { OwnErrorCode } from 'rx-cognito';
import { defer, map } from 'rxjs';
import type { Observable } from 'rxjs';

const RANDOM_BYTES = 32;

const noCryptoError = (): AuthError =>
  new AuthError({
    kind: 'configuration',
    code: 'CryptoNotAvailable' satisfies OwnErrorCode,
    message: 'This platform has no cryptography to prove a sign-in by.',
    recoverySuggestion: 'Serve the page over HTTPS, or from localhost.',
  });

/** Returns 64 random hexadecimal digits: they pass every encoding unchanged. @throws AuthError where the platform has no source of them */
export function randomText(): string {
  const { crypto } = globalThis as Partial<typeof globalThis>;
  if (!crypto?.getRandomValues) throw noCryptoError();
  const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Emits what proves later that who brings the verifier has begun the sign-in (PKCE, S256: RFC 7636 §4.2). */
export function challenge$(verifier: string): Observable<string> {
  return defer(() => {
    // Where a page is not served securely, there is a `crypto` without `subtle`.
    const { subtle } = crypto as Partial<Crypto>;
    if (!subtle) throw noCryptoError();
    return subtle.digest(
      'SHA-256',
      Uint8Array.from(verifier, (digit) => digit.charCodeAt(0)),
    );
  }).pipe(
    map((digest) =>
      btoa(String.fromCharCode(...new Uint8Array(digest)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace('=', ''),
    ),
  );
}
