import { inspect } from 'node:util';
import { AuthError } from '../../src/model/auth-error';
import type { AuthErrorFields, Delivery } from '../../src/model/auth-error';

const fields = { kind: 'service', code: 'Code', message: 'Message.', recoverySuggestion: 'Do it.' } as const;

describe('AuthError', () => {
  it('is an Error that is told by its class, its name and its fields', () => {
    const error = new AuthError({ ...fields, retryable: true, retryAfterMs: 5 });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ ...fields, name: 'AuthError', retryable: true, retryAfterMs: 5 });
  });

  it('is not retryable, and has no cause and no delay, unless told', () => {
    const error = new AuthError(fields);
    expect(error.retryable).toBe(false);
    expect(Object.keys(error)).not.toContain('retryAfterMs');
    expect('cause' in error).toBe(false);
  });

  it('keeps its cause', () => {
    expect(new AuthError({ ...fields, cause: 'why' }).cause).toBe('why');
  });

  it('serialises without its cause and its stack', () => {
    const error = new AuthError({ ...fields, cause: { secret: 'hunter2' } });
    expect(JSON.parse(JSON.stringify(error))).toEqual({ ...fields, name: 'AuthError', retryable: false });
  });

  it.each<[AuthErrorFields['kind'], Delivery | undefined, Delivery | undefined]>([
    ['network', undefined, 'unanswered'],
    ['timeout', undefined, 'unanswered'],
    ['network', 'notSent', 'notSent'],
    ['service', 'answered', 'answered'],
    ['service', undefined, undefined],
  ])('knows of kind %s and delivery %s how far the request came: %s', (kind, delivery, expected) => {
    const error = new AuthError({ ...fields, kind, ...(delivery ? { delivery } : {}) });
    expect(error.delivery).toBe(expected);
  });

  it('shows nobody how far the request came', () => {
    const error = new AuthError({ ...fields, delivery: 'answered' });
    const shown = [JSON.stringify(error), inspect(error, { showHidden: true }), ...Object.keys(error)].join();
    expect(shown).not.toContain('answered');
  });
});

describe('AuthError.isAuthError', () => {
  it('is true of every AuthError, and of nothing else', () => {
    const error = new AuthError(fields);
    const lookAlikes = [
      error.toJSON(),
      Object.create(AuthError.prototype),
      new Error('x'),
      null,
      undefined,
      'x',
    ];
    expect([error, ...lookAlikes].map((it) => AuthError.isAuthError(it))).toEqual([
      true,
      ...lookAlikes.map(() => false),
    ]);
  });

  it('takes no Proxy for one, and does not throw for one that is revoked (R54)', () => {
    const { proxy, revoke } = Proxy.revocable(new AuthError(fields), {});
    const before = AuthError.isAuthError(proxy);
    revoke();
    expect([before, AuthError.isAuthError(proxy)]).toEqual([false, false]);
  });
});
