import { updateMFAPreference$ } from '../../../src/account';
import type { UpdateMFAPreferenceInput } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('updateMFAPreference$', () => {
  it.each<[UpdateMFAPreferenceInput, object]>([
    [{ sms: 'DISABLED' }, { SMSMfaSettings: { Enabled: false } }],
    [{ totp: 'PREFERRED' }, { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }],
    [
      { totp: 'ENABLED', email: 'NOT_PREFERRED' },
      {
        SoftwareTokenMfaSettings: { Enabled: true },
        EmailMfaSettings: { Enabled: true, PreferredMfa: false },
      },
    ],
  ])('sends %j, and has nothing to say', async (input, settings) => {
    const auth = createFakeAuth([{}]);
    expect(await outcomeOf(updateMFAPreference$(auth, input))).toStrictEqual({ values: [undefined] });
    expect(auth.calls[0]?.input).toEqual({ AccessToken: auth.accessToken, ...settings });
  });

  it.each(['sms', 'totp', 'email'])('refuses a word for %s that it does not know (R42)', async (factor) => {
    for (const word of ['MAYBE', 'toString', null, 7]) {
      const auth = createFakeAuth();
      expect(await refusalOf(updateMFAPreference$(auth, { [factor]: word }))).toMatchObject({
        kind: 'validation',
        message: `The argument ${factor} is not one of ENABLED, DISABLED, PREFERRED, NOT_PREFERRED.`,
      });
      expect(auth.calls).toEqual([]);
    }
  });
});
