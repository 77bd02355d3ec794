import { CognitoError } from '../../errors';

/** What every trigger is told; the names are those of Lambda's events. */
export interface TriggerEvent {
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly userName: string;
  readonly userAttributes: Readonly<Record<string, string>>;
  readonly clientMetadata: Readonly<Record<string, string>>;
}

/** What a pre-sign-up trigger decides. */
export interface PreSignUpResponse {
  readonly autoConfirmUser?: boolean;
  readonly autoVerifyEmail?: boolean;
  readonly autoVerifyPhone?: boolean;
}

/** The text of a message in place of Cognito's; `{####}` stands for the code. */
export interface CustomMessageResponse {
  readonly smsMessage?: string;
  readonly emailMessage?: string;
  readonly emailSubject?: string;
}

/** A user who is taken over from another directory. */
export interface UserMigrationResponse {
  readonly userAttributes: Readonly<Record<string, string>>;
  /** By default `RESET_REQUIRED`, as in Lambda's event. */
  readonly finalUserStatus?: 'CONFIRMED' | 'RESET_REQUIRED';
}

/** Claims that are added, replaced and taken away. */
export interface ClaimChanges {
  readonly claimsToAddOrOverride?: Readonly<Record<string, unknown>>;
  readonly claimsToSuppress?: readonly string[];
}

/** Groups in place of those that the user has. */
export interface GroupChanges {
  readonly groupsToOverride?: readonly string[];
}

/** What a pre-token-generation trigger answers: the first member in version 1, the second in versions 2 and 3. */
export interface PreTokenGenerationResponse {
  readonly claimsOverrideDetails?: ClaimChanges & { readonly groupOverrideDetails?: GroupChanges };
  readonly claimsAndScopeOverrideDetails?: {
    readonly idTokenGeneration?: ClaimChanges;
    readonly accessTokenGeneration?: ClaimChanges & {
      readonly scopesToAdd?: readonly string[];
      readonly scopesToSuppress?: readonly string[];
    };
    readonly groupOverrideDetails?: GroupChanges;
  };
}

/** What a pre-token-generation trigger is told. */
export interface PreTokenGenerationEvent extends TriggerEvent {
  readonly groups: readonly string[];
  readonly scopes: readonly string[];
}

type Eventually<T> = T | Promise<T>;

/** Functions in the places of Lambda triggers. What one throws is answered as `UserLambdaValidationException`. */
export interface PoolTriggers {
  preSignUp?(event: TriggerEvent): Eventually<PreSignUpResponse | undefined>;
  postConfirmation?(event: TriggerEvent): Eventually<void>;
  /** Answers at once: messages go out within the operation that sends them. */
  customMessage?(event: TriggerEvent & { readonly codeParameter: string }): CustomMessageResponse | undefined;
  /** Is asked for a name that nobody has, with the password where one was given; nothing means nobody. */
  userMigration?(
    event: TriggerEvent & { readonly password?: string },
  ): Eventually<UserMigrationResponse | undefined>;
  preTokenGeneration?: {
    /** 1 changes id tokens alone, 2 access tokens as well, 3 also those of clients that ask in their own name. */
    readonly version: 1 | 2 | 3;
    readonly run: (event: PreTokenGenerationEvent) => Eventually<PreTokenGenerationResponse | undefined>;
  };
}

/** Runs a trigger that answers at once. */
export function runTrigger<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failed(name, error);
  }
}

/** Runs a trigger that may take its time. */
export async function awaitTrigger<T>(name: string, run: () => Eventually<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw failed(name, error);
  }
}

function failed(name: string, error: unknown): CognitoError {
  if (error instanceof CognitoError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new CognitoError('UserLambdaValidationException', `${name} failed with error ${reason}.`);
}
