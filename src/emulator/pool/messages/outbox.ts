/** Why a code was made. */
export type CodePurpose = 'signUp' | 'forgotPassword' | 'verifyAttribute' | 'mfa' | 'signIn' | 'invitation';

/** A code (or, for an invitation, a temporary password) that Cognito would have sent. */
export interface SentCode {
  readonly username: string;
  readonly medium: 'EMAIL' | 'SMS';
  readonly destination: string;
  readonly code: string;
  readonly purpose: CodePurpose;
  readonly at: number;
  /** What a custom-message trigger made of it, with the code in its place. */
  readonly text?: string;
  readonly subject?: string;
}

// Enough for any test, and an end for an emulator that runs for weeks.
const MOST_KEPT = 10_000;

/** What would have been sent, oldest first: the latest 10 000 messages. */
export class Outbox implements Iterable<SentCode> {
  #sent: SentCode[] = [];
  readonly #listeners = new Set<(sent: SentCode) => void>();

  get length(): number {
    return this.#sent.length;
  }

  [Symbol.iterator](): Iterator<SentCode> {
    return this.#sent.values();
  }

  /** The latest message, to one user where a username or an address is given. */
  latest(recipient?: string): SentCode | undefined {
    return this.to(recipient).at(-1);
  }

  /** The messages to one user, by username or by the address that they went to. */
  to(recipient?: string): readonly SentCode[] {
    return this.#sent.filter(
      ({ username, destination }) =>
        recipient === undefined || username === recipient || destination === recipient,
    );
  }

  push(sent: SentCode): void {
    this.#sent.push(sent);
    if (this.#sent.length > MOST_KEPT) this.#sent.shift();
    for (const listener of this.#listeners) listener(sent);
  }

  /** Calls `listener` with every message from now on; the returned function ends that. */
  subscribe(listener: (sent: SentCode) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  clear(): void {
    this.#sent = [];
  }
}
