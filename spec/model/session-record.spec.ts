import fc from 'fast-check';
import { readSession } from '../../src/model/session';
import type { Session } from '../../src/model/session';
import { isOwnRecord, readRecord, writeRecord } from '../../src/model/session-record';
import type { SessionRecord } from '../../src/model/session-record';
import { fakeSession, fakeTokens, IDENTITY, START_AT } from '../fakes/fake-tokens';

const session: Session = fakeSession({ deviceKey: 'eu-west-1_device', groups: ['admins'] });
const whole: SessionRecord = { epoch: 'epoch-1', session, from: 'epoch-0' };
const textOf = (record: SessionRecord): string => writeRecord(record, IDENTITY)!;
const text = textOf(whole);
const stored = JSON.parse(text) as { session: Record<string, unknown> } & Record<string, unknown>;
const withFields = (fields: Record<string, unknown>): string => JSON.stringify({ ...stored, ...fields });
/** A record in whose session something was changed. */
const withSession = (fields: Record<string, unknown>): string =>
  withFields({ session: { ...stored.session, ...fields } });
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
        mayHaveForked: true,
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

describe('readRecord', () => {
  it.each<[string, string | undefined]>([
    ['nothing', undefined],
    ['an empty text', ''],
    ['no JSON', 'signed in as ada'],
    ['a truncated record', text.slice(0, -20)],
    ['a JSON text', '"ada"'],
    ['a JSON null', 'null'],
    ['a JSON number', '1'],
    ['an array', '[]'],
    ['an array around it', `[${text}]`],
    ['an oversized record', withFields({ padding: 'x'.repeat(1_048_576) })],
    ['an earlier version', withFields({ version: 1 })],
    ['a later version', withFields({ version: 3 })],
    ['a version that is a text', withFields({ version: '2' })],
    ['no version', withFields({ version: undefined })],
    ['no epoch', withFields({ epoch: undefined })],
    ['an empty epoch', withFields({ epoch: '' })],
    ['an epoch that is a number', withFields({ epoch: 1 })],
    ['an epoch that is none of ours', withFields({ epoch: 'e'.repeat(257) })],
    ['another pool', withFields({ userPoolId: 'eu-west-1_other' })],
    ['another client', withFields({ userPoolClientId: 'other' })],
  ])('takes for absent a record of %s (R39)', (_what, record) => {
    expect(readRecord(record, IDENTITY)).toStrictEqual({ epoch: undefined });
  });

  it.each<[string, string]>([
    ['null', withFields({ session: null })],
    ['a text', withFields({ session: text })],
    ['a list', withFields({ session: [] })],
    ['empty', withFields({ session: {} })],
    ['without an instant of receipt', withSession({ receivedAt: undefined })],
    ['received at a text', withSession({ receivedAt: String(START_AT) })],
    ['received at no finite instant (R68)', text.replace(/"receivedAt":\d+/, '"receivedAt":1e999')],
    ['received at no instant (R68)', withSession({ receivedAt: 1.7e308 })],
    ['received before all time (R68)', withSession({ receivedAt: -1.7e308 })],
    ['without a refresh token', withSession({ refreshToken: undefined })],
    ['with an access token that is no JWT', withSession({ accessToken: 'opaque' })],
    ['with an id token of another user', withSession({ idToken: fakeTokens({ userId: 'bob-sub' }).IdToken })],
    ['of another user id than its tokens', withSession({ userId: 'bob-sub' })],
    ['of another user name than its tokens', withSession({ username: 'bob' })],
    ['of no user', withSession({ userId: undefined, username: undefined })],
  ])('keeps the epoch, and takes for absent a session that is %s (R39)', (_what, record) => {
    expect(readRecord(record, IDENTITY)).toStrictEqual({ epoch: 'epoch-1', from: 'epoch-0' });
  });

  it.each([undefined, '', 7, null, 'e'.repeat(257)])('drops an epoch before it that is %p', (from) => {
    expect(readRecord(withFields({ from }), IDENTITY)).toStrictEqual({ epoch: 'epoch-1', session });
  });

  it.each<[string, unknown]>([
    ['a text', '3600'],
    ['negative', -1],
    ['no number', null],
    ['beyond all time', 1.7e308],
  ])('goes by the tokens where a stored life is %s (R68)', (_what, expiresInS) => {
    expect(readRecord(withSession({ expiresInS }), IDENTITY)).toStrictEqual(whole);
  });

  it('reads the record as it was before any field was spoilt', () => {
    expect(readRecord(withSession({}), IDENTITY)).toStrictEqual(whole);
  });

  it('takes a prototype in the record for what it is: an unknown key (R39)', () => {
    const poison = '{"__proto__":{"isAdmin":true,"epoch":"forged","session":{}},';
    for (const poisoned of [text.replace('{', poison), text.replace('"session":{', `"session":${poison}`)]) {
      const record = readRecord(poisoned, IDENTITY);
      expect(record).toStrictEqual(whole);
      expect('isAdmin' in record.session! || 'isAdmin' in {}).toBe(false);
    }
  });

  it('inherits no field from a prototype in the record (R39)', () => {
    expect(readRecord(`{"__proto__":${text}}`, IDENTITY)).toStrictEqual({ epoch: undefined });
    const inherited = withFields({ session: undefined }).replace(
      /}$/,
      `,"session":{"__proto__":${JSON.stringify(stored.session)}}}`,
    );
    expect(readRecord(inherited, IDENTITY)).toStrictEqual({ epoch: 'epoch-1', from: 'epoch-0' });
  });

  it('never throws, and believes no session whose text was changed in one place (R39)', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, inserted) => {
        const changed = text.slice(0, at) + inserted + text.slice(at + 1);
        const record = readRecord(changed, IDENTITY);
        expect(record.session === undefined || record.session.user.userId === 'ada-sub').toBe(true);
      }),
    );
  });

  it('never throws, whatever stands there (R39)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (foreign) => {
        expect(readRecord(foreign, IDENTITY)).toStrictEqual({ epoch: undefined });
      }),
    );
  });
});

describe('isOwnRecord', () => {
  it.each<[string, string, boolean]>([
    ['a record', text, true],
    ['a tombstone', textOf({ epoch: 'e' }), true],
    ['a record of another version', withFields({ version: 1 }), true],
    ['a record whose epoch is lost', withFields({ epoch: undefined }), true],
    ['a record of another client', withFields({ userPoolClientId: 'other' }), false],
    ['a record of another pool', withFields({ userPoolId: 'eu-west-1_other' }), false],
    ['half a record', text.slice(0, -20), false],
    ['anything else', 'x', false],
  ])('knows of %s whether it is ours to remove', (_what, record, expected) => {
    expect(isOwnRecord(record, IDENTITY)).toBe(expected);
  });
});
