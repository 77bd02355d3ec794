/** One step of a custom sign-in that is over. */
export interface CustomAuthStep {
  readonly challengeName: 'SRP_A' | 'PASSWORD_VERIFIER' | 'CUSTOM_CHALLENGE';
  readonly challengeResult: boolean;
  readonly challengeMetadata?: string;
}

/** What every trigger is told. */
export interface CustomAuthEvent {
  readonly username: string;
  readonly userAttributes: Readonly<Record<string, string>>;
  /** The steps so far, oldest first. */
  readonly session: readonly CustomAuthStep[];
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/** What comes next in a custom sign-in. */
export type CustomAuthDecision =
  | { readonly issueTokens: true }
  | { readonly failAuthentication: true }
  | { readonly challengeName: 'CUSTOM_CHALLENGE' | 'PASSWORD_VERIFIER' };

/** A challenge: what the client is shown, and what only `verifyAuthChallengeResponse` gets. */
export interface CustomChallenge {
  readonly publicChallengeParameters: Readonly<Record<string, string>>;
  readonly privateChallengeParameters: Readonly<Record<string, string>>;
  readonly challengeMetadata?: string;
}

/**
 * The three functions behind `CUSTOM_AUTH`, named as the Lambda triggers that they stand for. What one throws is
 * answered as `UserLambdaValidationException`.
 */
export interface CustomAuthTriggers {
  defineAuthChallenge(event: CustomAuthEvent): CustomAuthDecision;
  createAuthChallenge(event: CustomAuthEvent): CustomChallenge;
  verifyAuthChallengeResponse(
    event: CustomAuthEvent & {
      readonly privateChallengeParameters: Readonly<Record<string, string>>;
      readonly challengeAnswer: string;
    },
  ): boolean;
}
