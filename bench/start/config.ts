/** What every page of the bench knows: a user pool, and the session that is stored. */
export interface StartConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** The key under which the one storage read of the limit finds its tokens. */
  readonly limitKey: string;
}

/** Returns it. */
export const configOf = (): StartConfig => (globalThis as unknown as { bench: StartConfig }).bench;

/** The issuer of the user pool. */
export const issuerOf = ({ userPoolId }: StartConfig): string =>
  `https://cognito-idp.${userPoolId.split('_')[0] ?? ''}.amazonaws.com/${userPoolId}`;
