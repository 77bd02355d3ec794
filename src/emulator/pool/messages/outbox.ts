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

/** Everything that would have been sent, oldest first. */
export class Outbox implements Iterable<SentCode> {
  #sent: SentCode[] = [];
  readonly #listeners = new Set<(sent: SentCode) => void>();

  get length(): number {
    return this.#sent.length;
  }

  [Symbol.iterator](): Iterator<SentCode> {
    return this.#sent.values();
  }

  /** The latest message, to one user where a name is given. */
  latest(username?: string): SentCode | undefined {
    return this.#sent.filter((sent) => username === undefined || sent.username === username).at(-1);
  }

  push(sent: SentCode): void {
    this.#sent.push(sent);
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
