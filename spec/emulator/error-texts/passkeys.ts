import { ask } from '../ask';
import { PASSWORD, signIn, tokensOf } from '../fixture';
import { createPasskeyPool, ORIGIN, register, startRegistration } from '../webauthn/fixture';
import { ScriptedAuthenticator, type Misbehaviour } from '../webauthn/scripted-authenticator';
import { asAlice, row, type ErrorText } from './case';

/** Has alice register a passkey that was made otherwise than it should. */
const registered = (misbehaviour: Misbehaviour) => async () =>
  (await register(createPasskeyPool(), undefined, misbehaviour)).asked;

/** What passkeys are refused with. */
export const PASSKEYS: readonly ErrorText[] = [
  row(
    'passkeys that are not allowed',
    'WebAuthnNotEnabled',
    'Passkeys are not enabled for the user pool.',
    'U',
    asAlice('StartWebAuthnRegistration', {}),
  ),
  row(
    'a passkey of another origin',
    'WebAuthnOriginNotAllowed',
    'The origin does not belong to the relying party.',
    'U',
    async () => (await register(createPasskeyPool(), undefined, { origin: 'https://evil.example' })).asked,
  ),
  row(
    'passkeys of a pool without a relying party',
    'WebAuthnConfigurationMissing',
    'The user pool has no relying party id.',
    'U',
    asAlice('StartWebAuthnRegistration', {}, { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] }),
  ),
  row(
    'a passkey of another relying party',
    'WebAuthnRelyingPartyMismatch',
    'The passkey is of another relying party.',
    'U',
    registered({ rpId: 'example.org' }),
  ),
  row(
    'a passkey of a kind that Cognito does not take',
    'WebAuthnCredentialNotSupported',
    'The passkey is not supported.',
    'U',
    async () => (await register(createPasskeyPool(), new ScriptedAuthenticator(ORIGIN, 'ES384'))).asked,
  ),
  row(
    'a passkey that was made without the person',
    'InvalidParameter',
    'The passkey lacks user presence.',
    'U',
    registered({ isAbsent: true }),
  ),
  row(
    'a credential that is none',
    'InvalidParameter',
    'The credential is malformed.',
    'U',
    registered({ type: 'webauthn.get' }),
  ),
  row(
    'a passkey for a challenge that nobody waits for',
    'WebAuthnChallengeNotFound',
    'The challenge does not exist, or has expired.',
    'U',
    registered({ challenge: 'AAAA' }),
  ),
  row(
    'a passkey whose registration began at another client',
    'WebAuthnClientMismatch',
    'The registration began at another app client.',
    'U',
    async () => {
      const pool = createPasskeyPool({ clients: [{ clientId: 'web' }, { clientId: 'other' }] });
      const options = await startRegistration(pool, (await signIn(pool)).AccessToken);
      const Credential = new ScriptedAuthenticator(ORIGIN).create(options);
      const { AccessToken } = tokensOf(
        await ask(pool, 'InitiateAuth', {
          ClientId: 'other',
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'alice', PASSWORD },
        }),
      );
      return ask(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential });
    },
  ),
  row(
    'a passkey that is registered already',
    'InvalidParameter',
    'The passkey is registered already.',
    'U',
    async () => {
      const pool = createPasskeyPool();
      const { AccessToken } = await signIn(pool);
      const once = new ScriptedAuthenticator(ORIGIN);
      const first = once.create(await startRegistration(pool, AccessToken));
      await ask(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential: first });
      const { challenge } = await startRegistration(pool, AccessToken);
      const clientData = { type: 'webauthn.create', challenge, origin: ORIGIN };
      const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString('base64url');
      const Credential = { ...first, response: { ...first.response, clientDataJSON } };
      return ask(pool, 'CompleteWebAuthnRegistration', { AccessToken, Credential });
    },
  ),
  row(
    'a passkey too many',
    'LimitExceeded',
    'The user has as many passkeys as are allowed.',
    'U',
    async () => {
      const pool = createPasskeyPool();
      for (let count = 0; count < 20; count++) await register(pool);
      return (await register(pool)).asked;
    },
  ),
  row(
    'a passkey that is not there, deleted',
    'ResourceNotFound',
    'The WebAuthn credential does not exist.',
    'U',
    asAlice('DeleteWebAuthnCredential', { CredentialId: 'x' }),
  ),
];
