import type { AuthAnswer } from '../../../src/ports/cognito-api';
import {
  COGNITO_MFA_NAMES,
  deliveryOf,
  givenChallengeOf,
  mfaTypesOf,
  missingAttributesOf,
  unknownChallengeError,
} from '../../../src/user-pool/sign-in/challenge-parameters';

describe('givenChallengeOf', () => {
  it('reads name, session, parameters and choices', () => {
    expect(
      givenChallengeOf({
        ChallengeName: 'SELECT_CHALLENGE',
        ChallengeParameters: { USERNAME: 'ada' },
        AvailableChallenges: ['PASSWORD'],
        Session: 'session-1',
      }),
    ).toEqual({
      name: 'SELECT_CHALLENGE',
      session: 'session-1',
      parameters: { USERNAME: 'ada' },
      available: ['PASSWORD'],
    });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['null', { Session: null, ChallengeName: null, ChallengeParameters: null, AvailableChallenges: null }],
    ['numbers', { Session: 7, ChallengeName: 7, ChallengeParameters: 7, AvailableChallenges: 7 }],
    [
      'texts',
      { Session: '', ChallengeName: '', ChallengeParameters: 'SALT', AvailableChallenges: 'PASSWORD' },
    ],
    ['a list for a record', { ChallengeName: ['SMS_MFA'], ChallengeParameters: [['a', 'b']] }],
  ])('reads a challenge without anything of %s (R68)', (_what, answer) => {
    expect(givenChallengeOf(answer as AuthAnswer)).toEqual({
      name: '',
      session: undefined,
      parameters: {},
      available: [],
    });
  });

  it('leaves out what is no text, and keeps what is (R68)', () => {
    const answer: unknown = {
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { USERNAME: 'ada', n: 7, o: {}, l: ['x'], z: null, b: true, empty: '' },
      AvailableChallenges: ['PASSWORD', 7, null, { toString: () => 'SMS_OTP' }],
    };
    expect(givenChallengeOf(answer as AuthAnswer)).toEqual({
      name: 'CUSTOM_CHALLENGE',
      parameters: { USERNAME: 'ada', empty: '' },
      available: ['PASSWORD'],
    });
  });
});

describe('mfaTypesOf', () => {
  it('reads the second factors that this version knows, in their order, and freezes them', () => {
    const types = mfaTypesOf('["EMAIL_OTP","PIGEON","SMS_MFA",7,null,"SOFTWARE_TOKEN_MFA"]');
    expect(types).toEqual(['EMAIL', 'SMS', 'TOTP']);
    expect(Object.isFrozen(types)).toBe(true);
    expect(types.map((type) => COGNITO_MFA_NAMES[type])).toEqual([
      'EMAIL_OTP',
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
    ]);
  });

  it.each([undefined, '', 'SMS_MFA', '{"0":"SMS_MFA"}', 'null', '7', '["SMS_MFA"', '["toString"]'])(
    'reads none of %p',
    (json) => {
      expect(mfaTypesOf(json)).toEqual([]);
    },
  );
});

describe('missingAttributesOf', () => {
  it('reads names with and without their prefix, and freezes them', () => {
    const missing = missingAttributesOf({
      requiredAttributes: '["userAttributes.email","name",7,null,"userAttributes.custom:tier"]',
    });
    expect(missing).toEqual(['email', 'name', 'custom:tier']);
    expect(Object.isFrozen(missing)).toBe(true);
  });

  it.each([{}, { requiredAttributes: 'email' }, { requiredAttributes: '{"email":true}' }])(
    'reads none of %j',
    (parameters) => {
      expect(missingAttributesOf(parameters)).toEqual([]);
    },
  );
});

describe('deliveryOf', () => {
  it.each([
    [{}, {}],
    [{ CODE_DELIVERY_DESTINATION: '+*67' }, { codeDeliveryDetails: { destination: '+*67' } }],
    [{ CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' }, { codeDeliveryDetails: { deliveryMedium: 'SMS' } }],
    [
      { CODE_DELIVERY_DESTINATION: 'a***', CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', other: 'x' },
      { codeDeliveryDetails: { destination: 'a***', deliveryMedium: 'EMAIL' } },
    ],
  ])('reads %j as %j', (parameters, delivery) => {
    expect(deliveryOf(parameters)).toEqual(delivery);
    expect(Object.isFrozen(deliveryOf(parameters).codeDeliveryDetails ?? Object.freeze({}))).toBe(true);
  });
});

describe('unknownChallengeError', () => {
  it('names the challenge, and says what to do', () => {
    expect(unknownChallengeError(['SELECT_CHALLENGE', 'WEB_AUTHN'])).toMatchObject({
      kind: 'service',
      code: 'UnknownChallenge',
      message:
        'The user pool answered with a challenge that this version of rx-cognito does not know: SELECT_CHALLENGE of WEB_AUTHN.',
      recoverySuggestion:
        'Switch the challenge off for this app client, or look for a newer version of rx-cognito.',
    });
  });

  it.each([
    '',
    'eyJhbGciOiJSUzI1NiJ9',
    'sms_mfa',
    'A',
    `A${'B'.repeat(40)}`,
    'SMS_MFA\nX',
    '_SMS',
    'SMS MFA',
  ])('does not repeat %p, which is no name of Cognito’s (R69)', (name) => {
    expect(unknownChallengeError([name]).message).toBe(
      'The user pool answered with a challenge that this version of rx-cognito does not know.',
    );
  });

  it('does not repeat what was typed, though it looks like a name (R43)', () => {
    const { message } = unknownChallengeError(['MY_SECRET_WORD'], ['MY_SECRET_WORD']);
    expect(message).not.toContain('MY_SECRET_WORD');
  });

  it('names the longest and the shortest', () => {
    const longest = `A${'B'.repeat(39)}`;
    expect(unknownChallengeError(['AB', longest]).message).toContain(`: AB of ${longest}.`);
  });
});
