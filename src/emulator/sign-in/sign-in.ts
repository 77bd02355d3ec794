import type { Awaited, SignIn } from '../pool/sessions/pending-sign-in';
import type { Call } from '../pool/pool';
import type { User } from '../pool/users/user';
import type { TokenSet } from '../pool/tokens/tokens';

/** The answer of `InitiateAuth` and `RespondToAuthChallenge`. */
export type SignInAnswer =
  | {
      readonly ChallengeName: string;
      readonly ChallengeParameters: Readonly<Record<string, string>>;
      readonly Session?: string;
      readonly AvailableChallenges?: readonly string[];
    }
  | {
      readonly AuthenticationResult: TokenSet & { readonly NewDeviceMetadata?: NewDevice };
      readonly ChallengeParameters: Readonly<Record<string, never>>;
    }
  // Managed login begins a session of its browser instead.
  | { readonly signedInUser: User };

/** What a client needs to know of the device that a sign-in made. */
interface NewDevice {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
}

/** Answers with a challenge, and waits for its answer. */
export function ask(
  call: Call,
  signIn: SignIn,
  awaited: Awaited,
  parameters: Readonly<Record<string, string>> = {},
): SignInAnswer {
  const expiresAt = call.now + signIn.client.authSessionValidityMs;
  return {
    ChallengeName: awaited.name,
    ChallengeParameters: parameters,
    Session: call.pool.sessions.open({ signIn, awaited }, expiresAt, call.random),
  };
}
