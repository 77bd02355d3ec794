import fc from 'fast-check';
import {
  expiresFirstAt,
  hasClockBeenSetBack,
  isAccessTokenExpired,
  isExpired,
  isRefreshDue,
  refreshDueAt,
} from '../../src/model/freshness';
import { fakeSession, START_AT } from '../fakes/fake-tokens';

const HOUR_MS = 3_600_000;
const hourLong = fakeSession();
const lasting = (lifeMs: number) => fakeSession({ expiresAt: START_AT + lifeMs });
/** Received by a device whose clock is hours off. */
const withOffset = (clockOffsetMs: number) => ({
  ...hourLong,
  receivedAt: START_AT - clockOffsetMs,
  clockOffsetMs,
});

/** Its id token ends after ten minutes, its access token after an hour. */
const shortId = fakeSession({ idClaims: { exp: START_AT / 1_000 + 600 } });
/** The other way round. */
const shortAccess = fakeSession({ accessClaims: { exp: START_AT / 1_000 + 600 } });

describe('expiresFirstAt', () => {
  it('is the end of the token that ends first (R62)', () => {
    expect([hourLong, shortId, shortAccess].map(expiresFirstAt)).toEqual([
      START_AT + HOUR_MS,
      START_AT + 600_000,
      START_AT + 600_000,
    ]);
  });
});

describe('isAccessTokenExpired', () => {
  it('goes by the access token alone', () => {
    const ages = [600_000, HOUR_MS - 1, HOUR_MS];
    expect(ages.map((age) => isAccessTokenExpired(shortId, START_AT + age))).toEqual([false, false, true]);
    expect([599_999, 600_000].map((age) => isAccessTokenExpired(shortAccess, START_AT + age))).toEqual([
      false,
      true,
    ]);
  });

  it.each([-7_200_000, 7_200_000])('goes by the clock of the server, %d ms away (R32)', (offset) => {
    const session = withOffset(offset);
    const ages = [HOUR_MS - 1, HOUR_MS].map((age) => isAccessTokenExpired(session, session.receivedAt + age));
    expect(ages).toEqual([false, true]);
  });

  it('is true where the clock has been set back', () => {
    expect(isAccessTokenExpired(hourLong, START_AT - 10_001)).toBe(true);
  });
});

describe('isExpired', () => {
  it.each([
    ['the id token', shortId],
    ['the access token', shortAccess],
  ])('is true as soon as %s has expired (R62)', (_what, session) => {
    expect([599_999, 600_000].map((age) => isExpired(session, START_AT + age))).toEqual([false, true]);
  });

  it('is false up to the expiry, and true from it on', () => {
    expect([HOUR_MS - 1, HOUR_MS].map((age) => isExpired(hourLong, START_AT + age))).toEqual([false, true]);
  });

  it.each([-7_200_000, 7_200_000])(
    'goes by the clock of the server, %d ms from the device’s (R32)',
    (offset) => {
      const session = withOffset(offset);
      const ages = [HOUR_MS - 1, HOUR_MS].map((age) => isExpired(session, session.receivedAt + age));
      expect(ages).toEqual([false, true]);
    },
  );

  it('is true where the clock has been set back, since the age of the token is unknown then (R32)', () => {
    expect(isExpired(hourLong, START_AT - 10_001)).toBe(true);
  });
});

describe('hasClockBeenSetBack', () => {
  it('tolerates the small corrections of a clock', () => {
    expect([-10_000, -10_001].map((shift) => hasClockBeenSetBack(hourLong, START_AT + shift))).toEqual([
      false,
      true,
    ]);
  });
});

describe('isRefreshDue', () => {
  it('is true two minutes ahead of the expiry', () => {
    const ages = [HOUR_MS - 120_001, HOUR_MS - 120_000].map((age) => isRefreshDue(hourLong, START_AT + age));
    expect(ages).toEqual([false, true]);
  });

  it('is true ahead of the end of the id token, where that comes first (R62)', () => {
    const ages = [480_000 - 1, 480_000].map((age) => isRefreshDue(shortId, START_AT + age));
    expect(ages).toEqual([false, true]);
    expect(refreshDueAt(shortId)).toBe(START_AT + 480_000);
  });

  it('is true in the last quarter of a short life (R33)', () => {
    const session = lasting(60_000);
    expect([44_999, 45_000].map((age) => isRefreshDue(session, START_AT + age))).toEqual([false, true]);
  });

  it('is true where the clock has been set back', () => {
    expect(isRefreshDue(hourLong, START_AT - 10_001)).toBe(true);
  });

  it('is false right after the tokens came, however short they live (R32)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 86_400_000 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        (life, offset) => {
          const session = { ...lasting(life), receivedAt: START_AT - offset, clockOffsetMs: offset };
          expect(isRefreshDue(session, session.receivedAt)).toBe(false);
        },
      ),
    );
  });
});

describe('refreshDueAt', () => {
  it('is the moment in which isRefreshDue turns true, by the clock of the device', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 86_400_000 }),
        fc.integer({ min: -1e9, max: 1e9 }),
        (life, offset) => {
          const session = { ...lasting(life), receivedAt: START_AT - offset, clockOffsetMs: offset };
          const dueAt = refreshDueAt(session);
          expect([dueAt - 1, dueAt].map((now) => isRefreshDue(session, now))).toEqual([false, true]);
        },
      ),
    );
  });

  it('reckons no lead for tokens that were received after their end', () => {
    const session = { ...hourLong, receivedAt: START_AT + 2 * HOUR_MS };
    expect(refreshDueAt(session)).toBe(session.expiresAt);
  });
});
