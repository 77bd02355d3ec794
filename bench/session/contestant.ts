/** Which user pool, and where it is. */
export interface PoolAddress {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
}

/** A client whose session is measured. */
export interface Contestant {
  readonly name: string;
  /** Begins in this page or process, with the session that is stored, if there is one. */
  start(pool: PoolAddress): void;
  signIn(username: string, password: string): Promise<void>;
  /** Asks once for the tokens of the session. */
  ask(): Promise<unknown>;
  /** Asks as the client is meant to be used where speed matters; by default as `ask`, awaited. */
  askSynchronously?(): void;
}
