import { secretsOf } from '../../../src/adapters/aws/command-secrets';

describe('secretsOf', () => {
  it('finds every text but the names of who and how', () => {
    const input = {
      ClientId: 'client',
      AuthFlow: 'USER_AUTH',
      Username: 'ada',
      AuthParameters: { USERNAME: 'ada', PASSWORD: 'p' },
      UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
      ClientMetadata: { coupon: 'c0ffee' },
    };
    expect(secretsOf(input)).toEqual(['p']);
  });

  it('finds nothing secret in what a trigger is told, and in attributes (R69)', () => {
    const input = {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { NEW_PASSWORD: 'p', 'userAttributes.locale': 'en' },
      ClientMetadata: { lang: 'en', nested: { deeper: 'x' } },
      UserAttributes: [{ Name: 'locale', Value: 'en' }],
    };
    expect(secretsOf(input)).toEqual(['p']);
  });

  it.each([
    ['SELECT_CHALLENGE', []],
    ['SELECT_MFA_TYPE', []],
    ['CUSTOM_CHALLENGE', ['SMS_OTP']],
  ])('tells a choice from an answer: %s', (ChallengeName, expected) => {
    expect(secretsOf({ ChallengeName, ChallengeResponses: { ANSWER: 'SMS_OTP' } })).toEqual(expected);
  });

  it('leaves names of attributes, devices and statuses readable (R69)', () => {
    const input = {
      AttributeName: 'email',
      UserAttributeNames: ['nickname'],
      DeviceRememberedStatus: 'remembered',
      FriendlyDeviceName: 'phone',
      Code: '123456',
    };
    expect(secretsOf(input)).toEqual(['123456']);
  });

  it('names the longest first, since it may begin with another', () => {
    expect(secretsOf({ Code: 'abc', Password: 'abcdef' })).toEqual(['abcdef', 'abc']);
  });

  it('survives an input that contains itself', () => {
    const input: Record<string, unknown> = { Password: 'p' };
    input['Self'] = input;
    expect(secretsOf(input)).toEqual(['p']);
  });

  it.each([undefined, null, 7, []])('finds nothing in %p', (input) => {
    expect(secretsOf(input)).toEqual([]);
  });
});
