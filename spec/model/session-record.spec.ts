import fc from 'fast-check';
import { readRecord, writeRecord } from '../../src/model/session-record';
import { fakeSession, fakeTokens, IDENTITY, START_AT } from '../fakes/fake-tokens';

const session = fakeSession({ deviceKey: 'eu-west-1_device', groups: ['admins'] });
const text = writeRecord({ epoch: 'epoch-1', session }, IDENTITY);
const stored = JSON.parse(text) as Record<string, unknown>;
const withFields = (fields: Record<string, unknown>): string => JSON.stringify({ ...stored, ...fields });

describe('writeRecord', () => {
  it('writes what readRecord reads back', () => {
    expect(readRecord(text, IDENTITY)).toEqual({ epoch: 'epoch-1', session });
  });

  it('writes a session without a device key', () => {
    const without = fakeSession();
    expect(readRecord(writeRecord({ epoch: 'e', session: without }, IDENTITY), IDENTITY)).toEqual({
      epoch: 'e',
      session: without,
    });
  });
});

describe('readRecord', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['an empty text', ''],
    ['no JSON', 'signed in as ada'],
    ['a truncated record', text.slice(0, -20)],
    ['a JSON text', '"ada"'],
    ['a JSON null', 'null'],
    ['a JSON number', '1'],
    ['an array', '[]'],
    ['an oversized record', withFields({ padding: 'x'.repeat(65_536) })],
    ['a later version', withFields({ version: 2 })],
    ['a version that is a text', withFields({ version: '1' })],
    ['no version', withFields({ version: undefined })],
    ['no epoch', withFields({ epoch: undefined })],
    ['an empty epoch', withFields({ epoch: '' })],
    ['another pool', withFields({ userPoolId: 'eu-west-1_other' })],
    ['another client', withFields({ userPoolClientId: 'other' })],
    ['no instant of receipt', withFields({ receivedAt: undefined })],
    ['an instant of receipt that is a text', withFields({ receivedAt: String(START_AT) })],
    ['an instant of receipt out of range', text.replace(/"receivedAt":\d+/, '"receivedAt":1e999')],
    ['no refresh token', withFields({ refreshToken: undefined })],
    ['an access token that is no JWT', withFields({ accessToken: 'opaque' })],
    ['an id token of another user', withFields({ idToken: fakeTokens({ userId: 'bob-sub' }).IdToken })],
    ['another user id than its tokens', withFields({ userId: 'bob-sub' })],
    ['another user name than its tokens', withFields({ username: 'bob' })],
  ])('takes for absent a record of %s (R39)', (_what, record) => {
    expect(readRecord(record, IDENTITY)).toBeUndefined();
  });

  it('reads a record of 65 536 characters, and none that is longer (R39)', () => {
    const padding = 'x'.repeat(65_536 - withFields({ padding: '' }).length);
    const records = [padding, `${padding}x`].map((more) =>
      readRecord(withFields({ padding: more }), IDENTITY),
    );
    expect(records).toEqual([{ epoch: 'epoch-1', session }, undefined]);
  });

  it('reads the record as it was before any field was spoilt', () => {
    expect(readRecord(withFields({}), IDENTITY)).toBeDefined();
  });

  it('takes a prototype in the record for what it is: an unknown key (R39)', () => {
    const poisoned = text.replace('{', '{"__proto__":{"isAdmin":true,"epoch":"forged"},');
    const record = readRecord(poisoned, IDENTITY)!;
    expect(record).toEqual({ epoch: 'epoch-1', session });
    expect('isAdmin' in record.session || 'isAdmin' in {}).toBe(false);
  });

  it('inherits no field from a prototype in the record (R39)', () => {
    const inherited = `{"__proto__":${text}}`;
    expect(readRecord(inherited, IDENTITY)).toBeUndefined();
  });

  it('never throws, and believes no record whose text was changed in one place', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }), (at, inserted) => {
        const changed = text.slice(0, at) + inserted + text.slice(at + 1);
        const record = readRecord(changed, IDENTITY);
        expect(record === undefined || record.session.user.userId === 'ada-sub').toBe(true);
      }),
    );
  });
});
