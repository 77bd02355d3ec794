import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AuthTokens } from '../../src/model/auth-tokens';
import { fakeSession, START_AT } from '../fakes/fake-tokens';

const session = fakeSession();
const tokens = new AuthTokens(session);

describe('AuthTokens', () => {
  it('hands out the tokens and their expiry', () => {
    const { accessToken, idToken, expiresAt } = session;
    expect([tokens.accessToken, tokens.idToken, tokens.expiresAt]).toEqual([accessToken, idToken, expiresAt]);
  });

  it.each<[string, unknown]>([
    ['JSON.stringify', JSON.stringify({ tokens })],
    ['util.inspect', inspect(tokens, { depth: 9, showHidden: true, getters: false })],
    ['a copy', JSON.stringify(Object.assign({}, tokens))],
    ['its keys', Object.getOwnPropertyNames(tokens).join()],
    ['a text', Object.prototype.toString.call(tokens)],
  ])('shows no token in %s (R43)', (_where, shown) => {
    expect(shown).not.toMatch(/eyJ|refresh-token/);
  });

  it('never looks at a refresh token, and lets go of the session (R57)', async () => {
    const looked = jest.fn(() => 'a refresh token');
    const make = () => {
      const own = Object.defineProperties(
        { ...session },
        { refreshToken: { get: looked }, originalRefreshToken: { get: looked } },
      );
      return [new AuthTokens(own), new WeakRef(own)] as const;
    };
    const [held, ref] = make();
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    // A reference lives on at least to the end of the turn in which it was made.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(ref.deref()).toBeUndefined();
    expect([held.accessToken, looked.mock.calls]).toEqual([session.accessToken, []]);
  });

  it('says until when both of its tokens are good (R62)', () => {
    const early = fakeSession({ idClaims: { exp: START_AT / 1_000 + 60 } });
    expect(new AuthTokens(early).expiresAt).toBe(START_AT + 60_000);
  });

  it('writes down its expiry only', () => {
    expect(JSON.parse(JSON.stringify(tokens))).toEqual({ expiresAt: session.expiresAt });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(tokens)).toBe(true);
  });
});
