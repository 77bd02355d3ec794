import { epochAfter, reasonOfEpoch } from '../../src/model/epoch';

describe('reasonOfEpoch', () => {
  it.each(['sessionExpired', 'sessionRevoked', 'userDeleted'] as const)(
    'tells other tabs of %s as it is',
    (reason) => {
      expect(reasonOfEpoch(epochAfter(reason, 'id-1'))).toBe(reason);
    },
  );

  it('tells them of a sign-out as one in another tab', () => {
    expect(reasonOfEpoch(epochAfter('signedOut', 'id-1'))).toBe('signedOutInOtherTab');
  });

  it.each([undefined, '', 'id-1', 'id-1.toString', 'forged.noSession'])(
    'takes %p for a sign-out too (R27, R28)',
    (epoch) => {
      expect(reasonOfEpoch(epoch)).toBe('signedOutInOtherTab');
    },
  );
});

describe('epochAfter', () => {
  it('differs for each id', () => {
    expect(epochAfter('signedOut', 'id-1')).not.toBe(epochAfter('signedOut', 'id-2'));
  });
});
