import {
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  RespondToAuthChallengeCommand,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as amplify from 'aws-amplify/auth';
import { firstValueFrom } from 'rxjs';
import { associateWebAuthnCredential$, listWebAuthnCredentials$ } from '../../../src/account';
import type { RunningUserPool } from '../../../src/emulator';
import { ScriptedAuthenticator } from '../../emulator/webauthn/scripted-authenticator';
import type {
  CreationOptions,
  Misbehaviour,
  RequestOptions,
} from '../../emulator/webauthn/scripted-authenticator';
import { configureAmplify } from '../emulator/amplify';
import { sdkFor, verdictOf } from '../emulator/pool';
import { authOf, begin, PASSWORD, refusal, signedInName, startPool, stopAll } from '../sign-in/fixture';
import { createPlatformAuthenticator, installPage } from './platform-authenticator';
import type { PlatformAuthenticator } from './platform-authenticator';

const ORIGIN = 'https://app.example.com';
const BY_PASSKEY = { authFlowType: 'USER_AUTH', preferredChallenge: 'WEB_AUTHN' } as const;

const startWithPasskeys = (): Promise<RunningUserPool> =>
  startPool({
    allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    webAuthn: { relyingPartyId: 'example.com' },
  });

const signInWithAmplify = () => amplify.signIn({ username: 'ada', options: BY_PASSKEY });

const nameOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'nothing',
    (error: unknown) => (error as Error).name,
  );

describe('the passkeys of aws-amplify', () => {
  let platform: PlatformAuthenticator;
  let pool: RunningUserPool;
  let uninstall: () => void;

  beforeEach(async () => {
    platform = createPlatformAuthenticator(ORIGIN);
    pool = await startWithPasskeys();
    configureAmplify(pool);
    uninstall = installPage(platform);
  });

  afterEach(async () => {
    await amplify.signOut();
    uninstall();
    await stopAll();
  });

  it('are made, sign their user in, are listed and deleted, and are good for rx-cognito as well (#14)', async () => {
    await amplify.signIn({ username: 'ada', password: PASSWORD });
    await amplify.associateWebAuthnCredential();
    await amplify.signOut();
    expect(await signInWithAmplify()).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
    const { credentials } = await amplify.listWebAuthnCredentials();
    expect(credentials).toHaveLength(1);
    const auth = authOf(pool);
    await firstValueFrom(auth.signIn$({ username: 'ada', ...BY_PASSKEY }));
    expect(signedInName(auth)).toBe('ada');
    expect(await firstValueFrom(listWebAuthnCredentials$(auth))).toEqual({ credentials });
    await amplify.deleteWebAuthnCredential({ credentialId: credentials[0]?.credentialId ?? '' });
    expect((await amplify.listWebAuthnCredentials()).credentials).toEqual([]);
  });

  it('may be those that rx-cognito has made (#14)', async () => {
    const auth = authOf(pool);
    await begin(auth);
    await firstValueFrom(associateWebAuthnCredential$(auth));
    expect(await signInWithAmplify()).toMatchObject({ isSignedIn: true });
    expect(await amplify.getCurrentUser()).toMatchObject({ username: 'ada' });
  });

  it.each(['NotAllowedError', 'AbortError', 'SecurityError', 'InvalidStateError'])(
    'are not made under the name that rx-cognito gives, where the prompt ends with %s (R76)',
    async (name) => {
      const auth = authOf(pool);
      await begin(auth);
      await amplify.signIn({ username: 'ada', password: PASSWORD });
      platform.refuse = name;
      const { code } = await refusal(firstValueFrom(associateWebAuthnCredential$(auth)));
      expect(await nameOf(amplify.associateWebAuthnCredential())).toBe(code);
    },
  );

  it.each(['NotAllowedError', 'AbortError', 'SecurityError'])(
    'sign nobody in under the name that rx-cognito gives, where the prompt ends with %s (R76)',
    async (name) => {
      await amplify.signIn({ username: 'ada', password: PASSWORD });
      await amplify.associateWebAuthnCredential();
      await amplify.signOut();
      platform.refuse = name;
      const { code } = await refusal(
        firstValueFrom(authOf(pool).signIn$({ username: 'ada', ...BY_PASSKEY })),
      );
      expect(await nameOf(signInWithAmplify())).toBe(code);
    },
  );

  it.each<[string, Misbehaviour]>([
    ['of another origin', { origin: 'https://phishing.example.org' }],
    ['of another relying party', { rpId: 'example.org' }],
    ['for another challenge', { challenge: 'AAAA' }],
  ])('are refused as those of rx-cognito are: %s (R76)', async (_, misbehaviour) => {
    const auth = authOf(pool);
    await begin(auth);
    await amplify.signIn({ username: 'ada', password: PASSWORD });
    platform.misbehaviour = misbehaviour;
    const { code } = await refusal(firstValueFrom(associateWebAuthnCredential$(auth)));
    expect(code).toMatch(/Exception$/);
    expect(await nameOf(amplify.associateWebAuthnCredential())).toBe(code);
  });
});

describe('the passkeys of the bare SDK', () => {
  afterEach(stopAll);

  it('are made, sign their user in once for each challenge, are listed and deleted (#14)', async () => {
    const pool = await startWithPasskeys();
    const sdk = sdkFor(pool);
    const authenticator = new ScriptedAuthenticator(ORIGIN);
    const { AuthenticationResult } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: pool.userPoolClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD, PREFERRED_CHALLENGE: 'PASSWORD' },
      }),
    );
    const AccessToken = AuthenticationResult?.AccessToken ?? '';
    const { CredentialCreationOptions } = await sdk.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const made = authenticator.create(CredentialCreationOptions as unknown as CreationOptions);
    const register = () =>
      sdk.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: made }));
    await register();
    expect(await verdictOf(register())).toBe('WebAuthnChallengeNotFoundException');

    const { ChallengeName, ChallengeParameters, Session } = await sdk.send(
      new InitiateAuthCommand({
        ClientId: pool.userPoolClientId,
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: 'ada', PREFERRED_CHALLENGE: 'WEB_AUTHN' },
      }),
    );
    expect(ChallengeName).toBe('WEB_AUTHN');
    const asked = JSON.parse(ChallengeParameters?.['CREDENTIAL_REQUEST_OPTIONS'] ?? '') as RequestOptions;
    const answer = () =>
      sdk.send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.userPoolClientId,
          ChallengeName: 'WEB_AUTHN',
          Session,
          ChallengeResponses: { USERNAME: 'ada', CREDENTIAL: JSON.stringify(authenticator.get(asked)) },
        }),
      );
    expect((await answer()).AuthenticationResult?.AccessToken).toBeDefined();
    expect(await verdictOf(answer())).toBe('NotAuthorizedException');

    const list = () => sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken }));
    expect((await list()).Credentials).toMatchObject([{ CredentialId: made.id }]);
    await sdk.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: made.id }));
    expect((await list()).Credentials).toEqual([]);
  });
});
