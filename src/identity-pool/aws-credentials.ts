/** The secret parts of AWS credentials. */
export interface CredentialSecrets {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Holds temporary AWS credentials. The keys are read as properties, and stand in nothing else: not in
 * `JSON.stringify`, not in a spread copy, not in what a console or `util.inspect` prints.
 */
export class AwsCredentials {
  readonly #secrets: CredentialSecrets;
  /** Whose they are: the id of an identity of the identity pool. */
  readonly identityId: string;
  /** When AWS ceases to accept them. Nothing ends them before, a sign-out least of all. */
  readonly expiration: Date;

  /** @internal */
  constructor(secrets: CredentialSecrets, identityId: string, expiration: Date) {
    this.#secrets = secrets;
    this.identityId = identityId;
    this.expiration = expiration;
  }

  /** The id of the access key. */
  get accessKeyId(): string {
    return this.#secrets.accessKeyId;
  }

  /** The secret of the access key. */
  get secretAccessKey(): string {
    return this.#secrets.secretAccessKey;
  }

  /** The token that goes along with every request that the key signs. */
  get sessionToken(): string {
    return this.#secrets.sessionToken;
  }

  /** Returns what may be written down: whose they are, and until when. */
  toJSON(): { readonly identityId: string; readonly expiration: string } {
    return { identityId: this.identityId, expiration: this.expiration.toISOString() };
  }
}

/** AWS credentials as a client of the AWS SDK takes them: a plain object, for that client and nobody else. */
export interface SdkCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** When the client is to ask for them again. */
  expiration: Date;
}
