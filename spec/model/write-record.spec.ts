import { readSession } from '../../src/model/session';
import type { Session } from '../../src/model/session';
import { readRecord } from '../../src/model/session-record';
import type { SessionRecord } from '../../src/model/session-record';
import { writeRecord } from '../../src/model/write-record';
import { fakeSession, fakeTokens, IDENTITY, START_AT } from '../fakes/fake-tokens';

const session: Session = fakeSession({ deviceKey: 'eu-west-1_device', groups: ['admins'] });
const whole: SessionRecord = { epoch: 'epoch-1', session, from: 'epoch-0' };
const textOf = (record: SessionRecord): string => writeRecord(record, IDENTITY)!;
const text = textOf(whole);
const readBack = (record: SessionRecord): SessionRecord =>
  readRecord(writeRecord(record, IDENTITY), IDENTITY);

describe('writeRecord', () => {
  it('writes what readRecord reads back', () => {
    expect(readBack(whole)).toStrictEqual(whole);
  });

  it('writes epoch and session in one text: whichever of them is lost, both are (R51)', () => {
    expect(JSON.parse(text)).toMatchObject({ epoch: 'epoch-1', session: { userId: 'ada-sub' } });
  });

  it('writes a tombstone: an epoch without a session', () => {
    expect(readBack({ epoch: 'epoch-2' })).toStrictEqual({ epoch: 'epoch-2' });
    expect(textOf({ epoch: 'epoch-2' })).not.toMatch(/eyJ|oken/);
  });

  it('writes a session without a device key, and an epoch that followed none', () => {
    const record = { epoch: 'e', session: fakeSession() };
    expect(readBack(record)).toStrictEqual(record);
  });

  it('writes what was typed to sign in, and what rotation left behind', () => {
    const tokens = fakeTokens();
    const more = readSession(
      {
        accessToken: tokens.AccessToken,
        idToken: tokens.IdToken,
        refreshToken: tokens.RefreshToken,
        originalRefreshToken: 'original',
        loginId: 'ada@example.com',
      },
      IDENTITY,
      START_AT,
    ) as Session;
    expect(readBack({ epoch: 'e', session: more })).toStrictEqual({ epoch: 'e', session: more });
  });

  it.each([
    ['neither token says when it ends', { accessClaims: { exp: undefined }, idClaims: { exp: undefined } }],
    ['the access token does not', { accessClaims: { exp: undefined } }],
    ['the id token does not', { idClaims: { exp: undefined } }],
    ['neither says when it was issued', { accessClaims: { iat: undefined }, idClaims: { iat: undefined } }],
    [
      'they say nothing of time',
      { accessClaims: { iat: undefined, exp: undefined }, idClaims: { iat: undefined, exp: undefined } },
    ],
  ])('writes a session that can be read again where %s (R58)', (_what, options) => {
    const tokens = fakeTokens(options);
    const fields = { accessToken: tokens.AccessToken, idToken: tokens.IdToken, refreshToken: 'r' };
    const begun = readSession({ ...fields, expiresInS: 300 }, IDENTITY, START_AT + 1_234) as Session;
    expect(begun).toMatchObject({ refreshToken: 'r' });
    expect(readBack({ epoch: 'e', session: begun })).toStrictEqual({ epoch: 'e', session: begun });
  });

  it('writes an id token of 200 kB, and every one that Cognito issues (R58)', () => {
    for (const length of [200_000, 500_000]) {
      const large = fakeSession({ idClaims: { 'custom:much': 'x'.repeat(length) } });
      expect(readBack({ epoch: 'e', session: large })).toStrictEqual({ epoch: 'e', session: large });
    }
  });

  it('writes nothing that is longer than what is read: 1 048 576 characters (R58)', () => {
    const lengthOf = (refreshToken: string): number =>
      textOf({ epoch: 'e', session: { ...session, refreshToken } }).length;
    const room = 1_048_576 - lengthOf('');
    const longest = { ...session, refreshToken: 'x'.repeat(room) };
    expect(textOf({ epoch: 'e', session: longest })).toHaveLength(1_048_576);
    expect(readBack({ epoch: 'e', session: longest })).toStrictEqual({ epoch: 'e', session: longest });
    const longer = { ...session, refreshToken: 'x'.repeat(room + 1) };
    expect(writeRecord({ epoch: 'e', session: longer }, IDENTITY)).toBeUndefined();
  });

  it('stores no claim, no group and no user beside the tokens', () => {
    const shown = { ...session, user: { ...session.user, claims: { email: 'ada@example.com' } } };
    expect(textOf({ epoch: 'e', session: shown })).not.toMatch(/example|admins/);
  });
});
