/** What every page of the bench knows. */
export interface SignInConfig {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly username: string;
  readonly password: string;
}

/** Returns it. */
export const configOf = (): SignInConfig => (globalThis as unknown as { bench: SignInConfig }).bench;
