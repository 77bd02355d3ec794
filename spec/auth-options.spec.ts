import { asyncScheduler } from 'rxjs';
import { createMemoryStorage } from '../src/adapters/storage/memory-storage';
import { amplifySession } from '../src/amplify';
import { readOptions } from '../src/auth-options';
import type { AuthOptions } from '../src/auth-options';
import { withLogging } from '../src/logging';
import { AuthError } from '../src/model/auth-error';
import { IDENTITY } from './fakes/fake-tokens';

const { userPoolId, userPoolClientId } = IDENTITY;
const required = { userPoolId, userPoolClientId };

const errorOf = (options: unknown): unknown => {
  try {
    readOptions(options as AuthOptions);
  } catch (error: unknown) {
    return error;
  }
  return undefined;
};

describe('readOptions', () => {
  it('takes the two that are required', () => {
    expect(errorOf(required)).toBeUndefined();
  });

  it.each<Partial<AuthOptions>>([
    { userPoolClientSecret: 'secret' },
    { userPoolEndpoint: 'http://localhost:9229' },
    { userPoolEndpoint: 'https://proxy.example/cognito?tenant=1' },
    { storage: createMemoryStorage() },
    { client: { send: () => Promise.resolve({}) } },
    { remoteTimeoutMs: 1 },
    { remoteTimeoutMs: 2 ** 31 - 1 },
    { cleanups: [] },
    { cleanups: [{ name: 'a' }, { name: 'b', beforeRevoke: () => undefined, afterClear: () => undefined }] },
    { adopt: amplifySession() },
    { clientMetadata: () => ({}) },
    { userClaims: [] },
    { userClaims: ['email', 'custom:tier'] },
    { deviceName: 'x' },
    { deviceName: 'x'.repeat(255) },
    { validateOnFocus: true },
    { validateOnFocus: false },
    { logger: withLogging() },
    { scheduler: asyncScheduler },
    // What is undefined is not set.
    Object.fromEntries(['storage', 'cleanups', 'deviceName', 'scheduler'].map((name) => [name, undefined])),
  ])('takes %o', (options) => {
    expect(errorOf({ ...required, ...options })).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['userPoolId', undefined],
    ['userPoolId', ''],
    ['userPoolId', '   '],
    ['userPoolId', 7],
    ['userPoolId', 'eu-west-1'],
    ['userPoolId', 'eu-west-1_a1B2c3D4e\n'],
    ['userPoolId', 'eu-west-1_😀'],
    ['userPoolId', `eu-west-1_${'a'.repeat(46)}`],
    ['userPoolClientId', undefined],
    ['userPoolClientId', ''],
    ['userPoolClientId', 'has blanks'],
    ['userPoolClientId', 'a'.repeat(129)],
    ['userPoolClientId', null],
    ['userPoolEndpoint', 'localhost:9229'],
    ['userPoolEndpoint', '//evil.example'],
    ['userPoolEndpoint', 'javascript:alert(1)'],
    ['userPoolEndpoint', 'https://user:password@proxy.example'],
    ['userPoolEndpoint', 'https://user@proxy.example'],
    ['userPoolEndpoint', 7],
    ['storage', null],
    ['storage', 'localStorage'],
    ['storage', { getItem: () => null, setItem: () => undefined }],
    ['storage', { getItem: () => null, setItem: () => undefined, removeItem: true }],
    ['logger', () => undefined],
    ['logger', { watchInputs: () => undefined }],
    ['client', {}],
    ['client', () => undefined],
    ['remoteTimeoutMs', 0],
    ['remoteTimeoutMs', -1],
    ['remoteTimeoutMs', Number.NaN],
    ['remoteTimeoutMs', Number.POSITIVE_INFINITY],
    ['remoteTimeoutMs', 2 ** 31],
    ['remoteTimeoutMs', 2 ** 31 - 0.5],
    ['remoteTimeoutMs', 1.7e308],
    ['remoteTimeoutMs', '3000'],
    ['remoteTimeoutMs', null],
    ['remoteTimeoutMs', {}],
    ['userPoolClientSecret', ''],
    ['userPoolClientSecret', 'has blanks'],
    ['userPoolClientSecret', 'a'.repeat(65)],
    ['userPoolClientSecret', 7],
    ['clientMetadata', {}],
    ['clientMetadata', null],
    ['userClaims', 'email'],
    ['userClaims', ['']],
    ['userClaims', ['email', 7]],
    ['userClaims', null],
    ['deviceName', ''],
    ['deviceName', 'x'.repeat(256)],
    ['deviceName', 7],
    ['cleanups', {}],
    ['cleanups', [null]],
    ['cleanups', ['caches']],
    ['cleanups', [{ name: '' }]],
    ['cleanups', [{ afterClear: () => undefined }]],
    ['cleanups', [{ name: 'caches', afterClear: 'clear' }]],
    ['cleanups', [{ name: 'caches', beforeRevoke: null }]],
    ['adopt', 'amplify'],
    ['validateOnFocus', 'yes'],
    ['scheduler', 'async'],
    ['scheduler', { now: () => 0 }],
  ])('refuses %s: %p, by an AuthError that names it and says what it must be', (option, value) => {
    const error = errorOf({ ...required, [option]: value });
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ kind: 'configuration', code: 'InvalidOption', retryable: false });
    expect(error).toMatchObject({
      message: expect.stringContaining(option),
      recoverySuggestion: expect.stringContaining(option),
    });
  });

  it.each([undefined, null, {}])('refuses %p as options', (options) => {
    expect(errorOf(options)).toMatchObject({ message: expect.stringContaining('userPoolId') });
  });

  it('shows no value in the error: it may be a secret that was put into the wrong option (R43)', () => {
    const error = errorOf({ ...required, userPoolEndpoint: 'canary secret' }) as AuthError;
    expect(`${error.message} ${error.recoverySuggestion} ${JSON.stringify(error)}`).not.toContain('canary');
  });
});
