import { isRefusal, judgeRefusal, newsOf } from '../../src/model/refresh-judgement';
import type { AskedRefresh } from '../../src/model/refresh-judgement';
import type { SessionRecord } from '../../src/model/session-record';
import { fakeSession, START_AT } from '../fakes/fake-tokens';

const asked = fakeSession();
const newer = fakeSession({ serial: '2' });
const bob = fakeSession({ userId: 'bob-sub', username: 'bob' });
const refresh: AskedRefresh = { epoch: 'e1', asked, isAccessTokenRefused: false };

const SAME: SessionRecord = { epoch: 'e1', session: asked };
const NEWER: SessionRecord = { epoch: 'e1', session: newer };
/** What the storage may say that is another story. */
const MOVED: readonly (readonly [string, SessionRecord])[] = [
  ['another session of another user', { epoch: 'e2', session: bob }],
  ['another session of the same user', { epoch: 'e2', session: newer }],
  ['the same session under another epoch', { epoch: 'e2', session: asked }],
  ['a tombstone', { epoch: 'e2' }],
  ['the epoch without a session', { epoch: 'e1' }],
  ['nothing (R28)', { epoch: undefined }],
];

describe('newsOf', () => {
  it('is none where the storage holds the tokens that were asked for', () => {
    expect(newsOf(refresh, SAME)).toEqual({ type: 'none' });
  });

  it('is none where only the receipt of the same tokens differs', () => {
    expect(newsOf(refresh, { epoch: 'e1', session: { ...asked, receivedAt: 0 } })).toEqual({ type: 'none' });
  });

  it('is the newer tokens of the same session (R20, R21)', () => {
    expect(newsOf(refresh, NEWER)).toEqual({ type: 'newer', session: newer });
  });

  it.each([
    ['none where they were issued earlier: the storage did not take what came since', -1_000, 'none'],
    ['newer where they were issued in the same second', 0, 'newer'],
    ['newer where they were issued later', 1_000, 'newer'],
  ])('is %s', (_what, laterMs, type) => {
    const session = fakeSession({ serial: '2', issuedAt: START_AT + laterMs });
    expect(newsOf(refresh, { epoch: 'e1', session }).type).toBe(type);
  });

  it('is newer by the clock of the user pool, however the one of the device was set (R32)', () => {
    const session = { ...newer, receivedAt: asked.receivedAt - 7_200_000, clockOffsetMs: 7_201_000 };
    expect(newsOf(refresh, { epoch: 'e1', session }).type).toBe('newer');
  });

  it.each(MOVED)('is another story where the storage holds %s (R24)', (_what, stored) => {
    expect(newsOf(refresh, stored)).toEqual({ type: 'moved' });
  });
});

describe('judgeRefusal', () => {
  /** The reason for which a refusal ends the session; with an access token that was refused before, the second. */
  const ENDS = [
    ['NotAuthorizedException', 'sessionExpired', 'sessionRevoked'],
    ['PasswordResetRequiredException', 'sessionExpired', 'sessionRevoked'],
    ['UserNotConfirmedException', 'sessionExpired', 'sessionRevoked'],
    ['RefreshTokenReuseException', 'sessionRevoked', 'sessionRevoked'],
    ['UserNotFoundException', 'userDeleted', 'userDeleted'],
  ] as const;
  const STAYS = [
    'TooManyRequestsException',
    'InternalErrorException',
    'InvalidParameterException',
    'ResourceNotFoundException',
    'NetworkError',
    'Timeout',
    'Offline',
    'InvalidTokens',
    'UnexpectedChallenge',
    'UnreadableAnswer',
    'Unknown',
    '',
    'constructor',
    'notauthorizedexception',
  ];

  it.each(ENDS)('ends the session at %s where nothing newer is stored: %s (R31)', (code, reason, refused) => {
    expect(judgeRefusal(refresh, code, SAME)).toEqual({ type: 'ended', reason });
    expect(judgeRefusal({ ...refresh, isAccessTokenRefused: true }, code, SAME)).toEqual({
      type: 'ended',
      reason: refused,
    });
  });

  it.each(ENDS)('adopts newer tokens instead at %s (R21)', (code) => {
    expect(judgeRefusal(refresh, code, NEWER)).toEqual({ type: 'newer', session: newer });
  });

  it.each(ENDS.flatMap(([code]) => MOVED.map(([what, stored]) => ({ code, what, stored }))))(
    'gives way at $code to $what',
    ({ code, stored }) => {
      expect(judgeRefusal(refresh, code, stored)).toEqual({ type: 'moved' });
    },
  );

  it.each(STAYS)('keeps the session at "%s", whatever is stored (R30)', (code) => {
    const stories = [SAME, NEWER, ...MOVED.map(([, stored]) => stored)];
    expect(stories.map((stored) => judgeRefusal(refresh, code, stored))).toEqual(
      stories.map(() => ({ type: 'failed' })),
    );
  });

  it('agrees with isRefusal', () => {
    expect(ENDS.map(([code]) => isRefusal(code))).toEqual(ENDS.map(() => true));
    expect(STAYS.map(isRefusal)).toEqual(STAYS.map(() => false));
  });
});
