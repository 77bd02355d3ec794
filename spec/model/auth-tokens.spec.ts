import { inspect } from 'node:util';
import { AuthTokens } from '../../src/model/auth-tokens';
import { fakeSession } from '../fakes/fake-tokens';

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

  it('writes down its expiry only', () => {
    expect(JSON.parse(JSON.stringify(tokens))).toEqual({ expiresAt: session.expiresAt });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(tokens)).toBe(true);
  });
});
