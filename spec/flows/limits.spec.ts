import { asAuthError } from '../../src/flows/limits';
import { networkError } from '../fakes/fake-errors';
import { HOSTILE } from '../fakes/hostile';

describe('asAuthError', () => {
  it('leaves an AuthError as it is', () => {
    const error = networkError();
    expect(asAuthError(error)).toBe(error);
  });

  it('wraps anything else, without the secrets in its message (R43)', () => {
    expect(asAuthError(new TypeError('hunter2 is not a function'), ['hunter2'])).toMatchObject({
      kind: 'unknown',
      code: 'Unknown',
      message: 'Something failed that should not.',
      cause: { name: 'TypeError', message: '[redacted] is not a function' },
    });
  });

  it.each(HOSTILE)('makes an AuthError of %s (R54)', (_what, thrown) => {
    const error = asAuthError(thrown());
    expect(error).toMatchObject({ kind: 'unknown', code: 'Unknown' });
    expect(JSON.stringify(error).length).toBeLessThan(2_000);
  });
});
