import { createDeviceVerifier } from 'cognito-srp-helper';
import { ask } from '../ask';
import { createTestPool, signIn } from '../fixture';
import { asAlice, row, type ErrorText } from './case';

interface Verifier {
  readonly Salt?: string | undefined;
  readonly PasswordVerifier?: string | undefined;
}

const verifierOf = (deviceKey: string, groupKey: string): Verifier =>
  createDeviceVerifier(deviceKey, groupKey).DeviceSecretVerifierConfig;

/** Confirms the device of alice's sign-in, some times over. */
const confirmDevice =
  (verifier: (deviceKey: string, groupKey: string) => Verifier, times = 1) =>
  async () => {
    const pool = createTestPool({
      deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false },
    });
    const { AccessToken, NewDeviceMetadata } = await signIn(pool);
    const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata ?? { DeviceKey: '', DeviceGroupKey: '' };
    const DeviceSecretVerifierConfig = verifier(DeviceKey, DeviceGroupKey);
    const input = { AccessToken, DeviceKey, DeviceSecretVerifierConfig };
    for (let time = 1; time < times; time++) await ask(pool, 'ConfirmDevice', input);
    return ask(pool, 'ConfirmDevice', input);
  };

/** What second factors and devices are refused with. */
export const SECOND_FACTORS: readonly ErrorText[] = [
  row(
    'a wrong code while an authenticator app is set up',
    'EnableSoftwareTokenMFA',
    'Code mismatch',
    'W',
    async () => {
      const pool = createTestPool();
      const { AccessToken } = await signIn(pool);
      await ask(pool, 'AssociateSoftwareToken', { AccessToken });
      return ask(pool, 'VerifySoftwareToken', { AccessToken, UserCode: '000000' });
    },
  ),
  row(
    'an authenticator app that was not set up, switched on',
    'InvalidParameter',
    'User has not verified software token mfa',
    'W',
    asAlice('SetUserMFAPreference', { SoftwareTokenMfaSettings: { Enabled: true } }),
  ),
  row(
    'a device that is not there',
    'ResourceNotFound',
    'Device does not exist.',
    'W',
    asAlice(
      'GetDevice',
      { DeviceKey: 'eu-west-1_0000' },
      { deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false } },
    ),
  ),
  row(
    'an authenticator app, where the pool has none',
    'SoftwareTokenMFANotFound',
    'Software token MFA is not enabled for the user pool.',
    'U',
    asAlice('AssociateSoftwareToken', {}, { enabledMfas: ['SMS_MFA'] }),
  ),
  row(
    'a code of an authenticator app that was not set up',
    'SoftwareTokenMFANotFound',
    'Software token MFA has not been set up.',
    'U',
    asAlice('VerifySoftwareToken', { UserCode: '000000' }),
  ),
  row(
    'an authenticator app, set up by neither a token nor a session',
    'InvalidParameter',
    'Either an access token or a session is required.',
    'U',
    asAlice('AssociateSoftwareToken', { AccessToken: undefined }),
  ),
  row(
    'two second factors, both preferred',
    'InvalidParameter',
    'Only one MFA method can be preferred.',
    'U',
    asAlice('SetUserMFAPreference', {
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  ),
  row(
    'a second factor that the pool does not have, switched on',
    'InvalidParameter',
    'EMAIL_OTP is not enabled for the user pool.',
    'U',
    asAlice('SetUserMFAPreference', { EmailMfaSettings: { Enabled: true } }, { enabledMfas: ['SMS_MFA'] }),
  ),
  row(
    'a second factor whose address the user does not have, switched on',
    'InvalidParameter',
    'User does not have delivery config set to turn on SMS_MFA',
    'W',
    asAlice('SetUserMFAPreference', { SMSMfaSettings: { Enabled: true } }),
  ),
  row(
    'a passkey as the second factor, where it may not stand for both',
    'InvalidParameter',
    'WEB_AUTHN is not enabled as a second factor for the user pool.',
    'U',
    asAlice('SetUserMFAPreference', { WebAuthnMfaSettings: { Enabled: true } }),
  ),
  row(
    'devices that are not tracked',
    'InvalidUserPoolConfiguration',
    'Device tracking is not enabled for the user pool.',
    'U',
    asAlice('ListDevices', {}),
  ),
  row(
    'the secret of a device that is none',
    'InvalidParameter',
    'Device secret verifier config is not valid.',
    'U',
    confirmDevice(() => ({ Salt: '', PasswordVerifier: '' })),
  ),
  row(
    'a device that is confirmed already',
    'DeviceKeyExists',
    'Device already exists.',
    'U',
    confirmDevice(verifierOf, 2),
  ),
];
