import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { confirmSignIn, signIn, signOut } from 'aws-amplify/auth';
import { firstValueFrom } from 'rxjs';
import { createMemoryStorage } from '../../../src';
import { amplifySession } from '../../../src/amplify';
import { configureAmplify } from '../emulator/amplify';
import { sdkFor } from '../emulator/pool';
import { ADA, authOf, begin, PASSWORD, sentCode, signedInName, startPool, stopAll } from '../sign-in/fixture';

const tracking = {
  users: [{ ...ADA, mfa: { enabled: ['SMS_MFA'] } }],
  deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
} as const;

describe('aws-amplify, in the flows that rx-cognito has as well', () => {
  afterEach(async () => {
    await signOut();
    await stopAll();
  });

  it('leaves a remembered device, which rx-cognito takes over with the session (#14)', async () => {
    const pool = await startPool(tracking);
    const left = configureAmplify(pool);
    await signIn({ username: 'ada', password: PASSWORD });
    await confirmSignIn({ challengeResponse: sentCode(pool) });
    const storage = createMemoryStorage();
    left.forEach((value, key) => storage.setItem(key, value));
    const auth = authOf(pool, { storage, adopt: amplifySession({ storage }) });
    await firstValueFrom(auth.tokens$({ forceRefresh: true }));
    expect(signedInName(auth)).toBe('ada');
    await firstValueFrom(auth.signOut$());
    pool.outbox.clear();
    expect(await begin(auth)).toEqual({ signInStep: 'DONE' });
    expect(pool.outbox).toHaveLength(0);
  });
});

describe('the bare SDK, in the same flows', () => {
  afterEach(stopAll);

  it('signs in by a code alone, as rx-cognito does (#14)', async () => {
    const pool = await startPool();
    const sdk = sdkFor(pool);
    const { Session } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: pool.userPoolClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'EMAIL_OTP' },
      }),
    );
    const { AuthenticationResult } = await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: pool.userPoolClientId,
        ChallengeName: 'EMAIL_OTP',
        Session,
        ChallengeResponses: { USERNAME: 'ada', EMAIL_OTP_CODE: sentCode(pool) },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    const auth = authOf(pool);
    await firstValueFrom(
      auth.signIn$({ username: 'ada', authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' }),
    );
    await firstValueFrom(auth.confirmSignIn$({ challengeResponse: sentCode(pool) }));
    expect(signedInName(auth)).toBe('ada');
  });
});
