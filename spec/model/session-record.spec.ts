import fc from 'fast-check';
import type { Session } from '../../src/model/session';
import { ownershipOf, readEpoch, readRecord, writeTombstone } from '../../src/model/session-record';
import type { SessionRecord } from '../../src/model/session-record';
import { writeRecord } from '../../src/model/write-record';
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

describe('writeTombstone', () => {
  it('writes an epoch without a session, and which one it ended (R25)', () => {
    const tombstone = writeTombstone({ epoch: 'epoch-2', from: 'epoch-1' }, IDENTITY);
    expect(readRecord(tombstone, IDENTITY)).toStrictEqual({ epoch: 'epoch-2', from: 'epoch-1' });
    expect(tombstone).not.toMatch(/eyJ|oken/);
  });
});

describe('readEpoch', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['a session', text, 'epoch-1'],
    ['a tombstone', writeTombstone({ epoch: 'epoch-2', from: 'epoch-1' }, IDENTITY), 'epoch-2'],
    ['a record whose session is none', withFields({ session: 'none' }), 'epoch-1'],
    ['an earlier version', withFields({ version: 1 }), undefined],
    ['another client', withFields({ userPoolClientId: 'other' }), undefined],
    ['nothing', undefined, undefined],
  ])('reads that of %s as readRecord does', (_, record, epoch) => {
    expect(readEpoch(record, IDENTITY)).toBe(epoch);
    expect(readRecord(record, IDENTITY).epoch).toBe(epoch);
  });
});

describe('ownershipOf', () => {
  it.each<[string, string | undefined, ReturnType<typeof ownershipOf>]>([
    ['a record', text, 'own'],
    ['a tombstone', textOf({ epoch: 'e' }), 'own'],
    ['a record of an earlier version', withFields({ version: 1 }), 'own'],
    ['a record without a version', withFields({ version: undefined }), 'own'],
    ['a record whose version is no number', withFields({ version: '3' }), 'own'],
    ['a record whose epoch is lost', withFields({ epoch: undefined }), 'own'],
    ['a record of a version to come', withFields({ version: 3 }), 'newer'],
    [
      'one of whose fields nothing else is known',
      withFields({ version: 9, epoch: 1, session: 'x' }),
      'newer',
    ],
    ['one that is longer than any of ours', withFields({ version: 3, more: 'x'.repeat(2 ** 20) }), 'newer'],
    ['a record of another client', withFields({ userPoolClientId: 'other' }), 'foreign'],
    [
      'one of another client and a version to come',
      withFields({ version: 3, userPoolClientId: 'o' }),
      'foreign',
    ],
    ['a record of another pool', withFields({ userPoolId: 'eu-west-1_other' }), 'foreign'],
    ['a tombstone of a version to come', withFields({ version: 3, session: undefined }), 'foreign'],
    ['a record of a version that is none', withFields({ version: 2.5 }), 'own'],
    ['a record of a version beyond all numbers', text.replace('"version":2', '"version":1e999'), 'own'],
    ['half a record', text.slice(0, -20), 'unknown'],
    ['what is no record at all', 'x', 'unknown'],
    ['nothing', undefined, 'foreign'],
  ])('knows of %s whether it is ours to remove (R39, #12)', (_what, record, expected) => {
    expect(ownershipOf(record, IDENTITY)).toBe(expected);
  });
});
