/** What every page is started with, by its init script. */
export interface Setting {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Of the user pool and of managed login. */
  readonly endpoint: string;
  readonly issuer: string;
  readonly redirectSignIn: string;
  readonly redirectSignOut: string;
}

/** A client of managed login in its page, which carries on by itself what the page returns from. */
export interface Peer {
  signIn(): void;
  signOut(): void;
  isSignedIn(): Promise<boolean>;
  /** What the application has been told of the sign-out, on whichever page. */
  told(): Promise<string>;
}

declare global {
  var setting: Setting;
  var peer: Peer;
}

/** The scopes that all ask for. */
export const SCOPES = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];

/** Keeps what an application is told by a call that returns a promise, where its page is there to hear it. */
export function createEar(): { hear(settled: Promise<unknown>): void; told(): Promise<string> } {
  let told = 'nothing';
  return {
    hear: (settled) => {
      settled.then(
        () => (told = 'success'),
        (error: unknown) => (told = `error: ${error instanceof Error ? error.name : String(error)}`),
      );
    },
    told: () => Promise.resolve(told),
  };
}
