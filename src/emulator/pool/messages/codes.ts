import { CognitoError } from '../../errors';
import type { User } from '../users/user';

const WRONG_CODES = 5;

interface ExpectedCode {
  readonly code: string;
  readonly expiresAt: number;
}

/** Codes that users still have to bring back; a new one replaces the old one. */
export class Codes {
  readonly #expected = new Map<string, ExpectedCode & { wrong: number }>();

  expect(user: User, purpose: string, expected: ExpectedCode): void {
    this.#expected.set(`${user.sub} ${purpose}`, { ...expected, wrong: 0 });
  }

  /** Accepts a code, once, or refuses it. What it returns takes the acceptance back. */
  redeem(user: User, purpose: string, code: string, now: number): () => void {
    const key = `${user.sub} ${purpose}`;
    const expected = this.#expected.get(key);
    if (!expected || expected.expiresAt <= now) {
      throw expiredCode();
    }
    if (expected.wrong >= WRONG_CODES) throw attemptLimitExceeded();
    expected.wrong += expected.code === code ? 0 : 1;
    if (expected.code !== code) throw codeMismatch('Invalid verification code provided, please try again.');
    this.#expected.delete(key);
    return () => {
      this.#expected.set(key, expected);
    };
  }
}

/** Makes the refusal of a wrong code, after which the right one may still be tried. */
export function codeMismatch(message: string): CognitoError {
  return new CognitoError('CodeMismatchException', message);
}

/** Makes the refusal that follows upon too many wrong codes or passwords. */
export function attemptLimitExceeded(): CognitoError {
  return new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
}

/** Makes the refusal of a code that is too old, or that nobody waits for. */
export function expiredCode(): CognitoError {
  return new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}
