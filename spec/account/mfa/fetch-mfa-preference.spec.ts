import { fetchMFAPreference$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('fetchMFAPreference$', () => {
  it.each([
    [{}, {}],
    [{ UserMFASettingList: [], PreferredMfaSetting: '' }, {}],
    [
      {
        UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
        PreferredMfaSetting: 'EMAIL_OTP',
      },
      { enabled: ['SMS', 'TOTP', 'EMAIL'], preferred: 'EMAIL' },
    ],
    [
      { UserMFASettingList: ['TELEPATHY', 'SMS_MFA'], PreferredMfaSetting: 'TELEPATHY' },
      { enabled: ['SMS'] },
    ],
  ])('reads %j as %j', async (answer, preferences) => {
    expect(await outcomeOf(fetchMFAPreference$(createFakeAuth([answer])))).toEqual({ values: [preferences] });
  });
});
