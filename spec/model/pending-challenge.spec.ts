import fc from 'fast-check';
import { isResumable, readChallengeRecord, RESUMABLE_MS } from '../../src/model/pending-challenge';
import type { StoredChallenge } from '../../src/model/pending-challenge';
import { writeChallenge } from '../../src/model/write-challenge';
import { IDENTITY, START_AT } from '../fakes/fake-tokens';

const stored: StoredChallenge = {
  epoch: 'e',
  username: 'ada',
  pending: {
    name: 'SELECT_CHALLENGE',
    session: 'session-1',
    answersAs: 'ada-sub',
    nextStep: { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' },
    resumableUntil: START_AT + RESUMABLE_MS,
    chosen: 'PASSWORD_SRP',
    passkeyOptions: '{"challenge":"AQ"}',
    isVerified: true,
  },
};

const record = (): Record<string, unknown> =>
  JSON.parse(writeChallenge(stored, IDENTITY)) as Record<string, unknown>;
const read = (value: unknown): StoredChallenge | undefined =>
  readChallengeRecord(JSON.stringify(value), IDENTITY);
const withStep = (nextStep: unknown): unknown => ({ ...record(), pending: { ...stored.pending, nextStep } });

describe('readChallengeRecord', () => {
  it.each([
    ['everything', stored],
    ['no epoch', { ...stored, epoch: undefined }],
    ['no session', { ...stored, pending: { ...stored.pending, session: undefined } }],
  ])('reads what was written, with %s', (_what, written) => {
    expect(readChallengeRecord(writeChallenge(written, IDENTITY), IDENTITY)).toEqual(written);
  });

  it.each([
    { signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE', codeDeliveryDetails: { destination: '+*67' } },
    { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION', allowedMFATypes: ['SMS'] },
    { signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION', availableChallenges: ['PASSWORD'] },
    { signInStep: 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', additionalInfo: { question: '' } },
    { signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', missingAttributes: ['email'] },
  ])('reads the step %j', (nextStep) => {
    const step = read(withStep(nextStep))?.pending.nextStep;
    expect(step).toEqual(nextStep);
    expect(Object.isFrozen(step)).toBe(true);
  });

  it.each([
    ['an unknown field', { totpSetupDetails: { sharedSecret: 's' }, more: 1 }],
    ['a list that is none', { allowedMFATypes: 'SMS' }],
    ['a record that is a list', { additionalInfo: ['x'] }],
    ['a record that is a text', { additionalInfo: 'x' }],
  ])('leaves %s out of a step', (_what, fields) => {
    const signInStep = 'CONFIRM_SIGN_IN_WITH_TOTP_CODE';
    expect(read(withStep({ signInStep, ...fields }))?.pending.nextStep).toEqual({ signInStep });
  });

  it('keeps only the texts of lists and records, and no prototype (R39)', () => {
    const text = `{"signInStep":"X","missingAttributes":["a",1,null],"additionalInfo":{"a":"b","c":1,"__proto__":{"d":"e"}}}`;
    const step = read(withStep(JSON.parse(text)))?.pending.nextStep;
    expect(step).toEqual({ signInStep: 'X', missingAttributes: ['a'], additionalInfo: { a: 'b' } });
    expect(({} as Record<string, unknown>)['d']).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['of another version', { ...record(), version: 2 }],
    ['of another pool', { ...record(), userPoolId: 'eu-west-1_other' }],
    ['of another client', { ...record(), userPoolClientId: 'other' }],
    ['with an epoch that is no text', { ...record(), epoch: 1 }],
    ['without a user', { ...record(), username: '' }],
    ['without a challenge', { ...record(), pending: null }],
    ['without the name of the challenge', { ...record(), pending: { ...stored.pending, name: undefined } }],
    ['with a session that is no text', { ...record(), pending: { ...stored.pending, session: {} } }],
    ['without the name of its user', { ...record(), pending: { ...stored.pending, answersAs: null } }],
    ['without a step', withStep(null)],
    ['with a step without a name', withStep({})],
    ['without an end', { ...record(), pending: { ...stored.pending, resumableUntil: '1' } }],
    ['that is no object', 'text'],
    ['that is null', null],
  ])('takes a record %s for none (R39)', (_what, value) => {
    expect(read(value)).toBeUndefined();
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('reads the choice of %s', (chosen) => {
    const pending = { ...stored.pending, chosen };
    expect(readChallengeRecord(writeChallenge({ ...stored, pending }, IDENTITY), IDENTITY)).toEqual({
      ...stored,
      pending,
    });
  });

  it('drops a choice and a verification that are none', () => {
    const pending = {
      ...stored.pending,
      chosen: 'EMAIL_OTP',
      passkeyOptions: { rpId: 'a' },
      isVerified: 'yes',
    };
    expect(read({ ...record(), pending })?.pending).not.toHaveProperty('chosen');
    expect(read({ ...record(), pending })?.pending).not.toHaveProperty('passkeyOptions');
    expect(read({ ...record(), pending })?.pending).not.toHaveProperty('isVerified');
  });

  it('takes anything for none, and never throws (R39)', () => {
    expect(readChallengeRecord(undefined, IDENTITY)).toBeUndefined();
    expect(readChallengeRecord('{', IDENTITY)).toBeUndefined();
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readChallengeRecord(text, IDENTITY)).toBeUndefined();
      }),
    );
  });
});

describe('isResumable', () => {
  it.each([
    [-1, false],
    [0, false],
    [1, true],
    [RESUMABLE_MS, true],
    [RESUMABLE_MS + 1, false],
  ])('says of a record with %i ms left: %p', (leftMs, expected) => {
    expect(isResumable(stored, 'e', stored.pending.resumableUntil - leftMs)).toBe(expected);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.7e308, -1.7e308, 2 ** 31])(
    'says no of a record that ends at %p (R68)',
    (resumableUntil) => {
      const pending = { ...stored.pending, resumableUntil };
      expect(isResumable({ ...stored, pending }, 'e', START_AT)).toBe(false);
    },
  );

  it('says no in another epoch', () => {
    expect(isResumable(stored, 'later', START_AT)).toBe(false);
  });
});
