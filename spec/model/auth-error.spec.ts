import { AuthError } from '../../src/model/auth-error';

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
});
