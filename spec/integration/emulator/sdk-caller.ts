import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommandOutput,
  RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession, signSrpSessionWithDevice } from 'cognito-srp-helper';
import type { RunningUserPool } from 'rx-cognito/emulator';
import { claimOf } from '../../emulator/fixture';
import { ALICE, sdkFor } from './pool';
import type { SessionTokens } from './pool';

/** What a step of a sign-in is answered with. */
export type Answer = InitiateAuthCommandOutput | RespondToAuthChallengeCommandOutput;

/** Alice at the bare client of the AWS SDK, with cognito-srp-helper to make her proofs. */
export class SdkCaller {
  readonly sdk: CognitoIdentityProviderClient;

  constructor(
    readonly pool: RunningUserPool,
    readonly password: string = ALICE.password,
    readonly username: string = ALICE.username,
  ) {
    this.sdk = sdkFor(pool);
  }

  /** Begins a sign-in by SRP and proves the password; the parameters go into both requests. */
  async proveBySrp(parameters: Record<string, string> = {}): Promise<Answer> {
    const session = this.#srpSession();
    const challenge = await this.sdk.send(
      new InitiateAuthCommand({
        ClientId: this.pool.userPoolClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: this.username, SRP_A: session.largeA, ...parameters },
      }),
    );
    const signed = signSrpSession(session, { ChallengeParameters: challenge.ChallengeParameters ?? {} });
    return this.answer(challenge, { ...claimOf(signed), ...parameters });
  }

  /** Proves the secret of a device. */
  async proveDevice(
    challenge: Answer,
    device: { readonly deviceKey: string; readonly groupKey: string; readonly secret: string },
  ): Promise<Answer> {
    const key = { DEVICE_KEY: device.deviceKey };
    const session = this.#srpSession();
    const second = await this.answer(challenge, { ...key, SRP_A: session.largeA });
    const ChallengeParameters = second.ChallengeParameters ?? {};
    const signed = signSrpSessionWithDevice(session, { ChallengeParameters }, device.groupKey, device.secret);
    return this.answer(second, { ...key, ...claimOf(signed) });
  }

  /** Answers a challenge. */
  answer({ ChallengeName, Session }: Answer, responses: Record<string, string>): Promise<Answer> {
    return this.sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: this.pool.userPoolClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: this.username, ...responses },
      }),
    );
  }

  #srpSession() {
    return createSrpSession(this.username, this.password, this.pool.userPoolId, false);
  }
}

/** The tokens of an answer that has some. */
export function tokensOf(answer: {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
}): SessionTokens {
  const { AccessToken, RefreshToken } = answer.AuthenticationResult ?? {};
  if (AccessToken === undefined || RefreshToken === undefined) throw new Error('The sign-in is not over.');
  return { accessToken: AccessToken, refreshToken: RefreshToken };
}
