/** Who signs in, and where. */
export interface PeerSignIn {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly userPoolEndpoint: string;
  readonly username: string;
  readonly password: string;
}

export function signInWithAmplifyCookies(input: PeerSignIn): Promise<void>;
export function signInWithAmplify(input: PeerSignIn): Promise<void>;
export function signInWithIdentityJs(input: PeerSignIn): Promise<void>;
