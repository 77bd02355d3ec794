import type { RandomSource } from '../../crypto/random';
import { notAuthorized } from '../../errors';

interface Waiting<T> {
  readonly challenge: T;
  readonly expiresAt: number;
}

// As many as nobody means to answer: what begins sign-ins by the thousand and never ends one is not to fill the memory.
const MOST_WAITING = 10_000;

/** Challenges that wait for their answer, each under a handle that works once and not for long. */
export class Challenges<T> {
  readonly #waiting = new Map<string, Waiting<T>>();

  constructor(readonly handleBytes: number) {}

  /** Keeps a challenge and returns the handle that its answer must present. */
  open(challenge: T, expiresAt: number, random: RandomSource): string {
    const handle = random.token(this.handleBytes);
    this.#waiting.set(handle, { challenge, expiresAt });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    return handle;
  }

  /** Takes a challenge out, so that the same handle does not work again. */
  take(handle: string | undefined, now: number): Waiting<T> {
    const waiting = handle === undefined ? undefined : this.#waiting.get(handle);
    if (handle === undefined || !waiting) throw notAuthorized('Invalid session for the user.');
    this.#waiting.delete(handle);
    if (waiting.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
    return waiting;
  }

  /** Takes a challenge out, where it can still be answered. */
  takeLive(handle: string | undefined, now: number): T | undefined {
    const waiting = handle === undefined ? undefined : this.#waiting.get(handle);
    if (handle !== undefined) this.#waiting.delete(handle);
    return waiting && now < waiting.expiresAt ? waiting.challenge : undefined;
  }

  /** Puts a challenge back after an answer that may be tried again. */
  restore(handle: string, waiting: Waiting<T>): void {
    this.#waiting.set(handle, waiting);
  }

  /** Forgets challenges that nobody can answer any more. */
  forgetExpired(now: number): void {
    for (const [handle, { expiresAt }] of this.#waiting) if (expiresAt <= now) this.#waiting.delete(handle);
  }
}
