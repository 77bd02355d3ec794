/** An error as OAuth writes it. */
export interface OAuthRefusal {
  readonly error: string;
  readonly description?: string | undefined;
  /** Whether a redirect carries the client's `state`; Cognito mostly leaves it out. */
  readonly withState?: boolean;
}
