import { inspect } from 'node:util';
import { AuthError } from '../../src/model/auth-error';
import * as errors from '../../src/model/errors';
import { fakeTokens } from '../fakes/fake-tokens';

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

describe('errors', () => {
  const made: readonly AuthError[] = [
    errors.signedOutError(),
    errors.destroyedError(),
    errors.configurationError('userPoolId', 'a user pool id'),
    errors.clientSecretInBrowserError(),
    errors.validationError('password', 'a password'),
    errors.invalidStateError('Code', 'Not now.', 'Later.'),
    errors.cancelledError('Code', 'Cut off.'),
    errors.timeoutError('The request', 10_000),
    errors.offlineError(),
    errors.unknownError('It failed.', 'why'),
    ...(
      ['missingToken', 'notAJwt', 'foreignClient', 'foreignIssuer', 'foreignUser', 'noExpiry'] as const
    ).map(errors.tokensRefusedError),
  ];

  it.each(made)('say what happened and what to do: $kind $code: $message', (error) => {
    expect(error.message).toMatch(/\S.*\.$/);
    expect(error.recoverySuggestion).toMatch(/\S/);
  });

  it('name the option, or the argument, and what it must be', () => {
    expect(errors.configurationError('userPoolId', 'a user pool id')).toMatchObject({
      kind: 'configuration',
      message: 'The option userPoolId is not a user pool id.',
      recoverySuggestion: 'Set userPoolId to a user pool id.',
    });
    expect(errors.validationError('password', 'a password')).toMatchObject({
      kind: 'validation',
      message: 'The argument password is not a password.',
    });
  });

  it('are retryable where waiting alone may help', () => {
    expect(made.filter(({ retryable }) => retryable).map(({ code }) => code)).toEqual(['Timeout', 'Offline']);
  });

  it('print no token of a refused answer (R43)', () => {
    expect(inspect(made, { depth: 9 })).not.toContain(fakeTokens().AccessToken);
  });
});
