import type { RandomSource } from '../../crypto/random';
import type { AppClient } from '../clients/app-clients';
import type { SsoSession } from './sso-sessions';
import type { User } from '../users/user';

const CODE_VALIDITY_MS = 300_000;

/** What a code of `/oauth2/authorize` can be exchanged for. */
export interface Authorization {
  readonly client: AppClient;
  readonly user: User;
  readonly ssoSession: SsoSession;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly resource: string | undefined;
}

/** Codes that wait to be exchanged: each works once, within five minutes. */
export class AuthorizationCodes {
  readonly #waiting = new Map<
    string,
    { readonly authorization: Authorization; readonly expiresAt: number }
  >();

  open(authorization: Authorization, now: number, random: RandomSource): string {
    const code = random.uuid();
    this.#waiting.set(code, { authorization, expiresAt: now + CODE_VALIDITY_MS });
    return code;
  }

  /** Takes a code out, so that it does not work again. */
  take(code: string, now: number): Authorization | undefined {
    const waiting = this.#waiting.get(code);
    this.#waiting.delete(code);
    return waiting && now < waiting.expiresAt ? waiting.authorization : undefined;
  }

  forgetExpired(now: number): void {
    for (const [code, { expiresAt }] of this.#waiting) if (expiresAt <= now) this.#waiting.delete(code);
  }
}
