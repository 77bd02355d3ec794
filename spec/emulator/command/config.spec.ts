import { readConfig, readUser, withDefaults } from '../../../src/emulator/command/config';
import { createUserPool } from '../../../src/emulator';

describe('readConfig', () => {
  it('reads a configuration that says much, and a pool is made of it (#17)', () => {
    const config = readConfig(
      JSON.stringify({
        $schema: './node_modules/rx-cognito/bin/emulator.schema.json',
        userPoolId: 'eu-west-1_Mine00000',
        mfaConfiguration: 'OPTIONAL',
        issuer: 'endpoint',
        groups: ['admins'],
        users: [
          {
            username: 'alice',
            password: 'Passw0rd!',
            status: 'FORCE_CHANGE_PASSWORD',
            groups: ['admins'],
            attributes: { email: 'alice@example.com' },
            mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], totpSecret: 'A'.repeat(52) },
          },
        ],
        clients: [
          { clientId: 'web', oauth: { callbackUrls: ['http://localhost:4200/'] } },
          { clientId: 'api', clientSecret: 's' },
        ],
        allowedHosts: ['cognito'],
      }),
    );
    const pool = createUserPool(config);

    expect(config).not.toHaveProperty('$schema');
    expect([pool.userPoolId, pool.userPoolClientId]).toEqual(['eu-west-1_Mine00000', 'web']);
    expect(pool.admin.totpSecret('alice')).toBe('A'.repeat(52));
  });

  it('reads a file that begins with a byte order mark (#17)', () => {
    expect(readConfig('\ufeff{"region":"eu-west-1"}')).toEqual({ region: 'eu-west-1' });
  });

  it.each([
    ['{', 'The configuration is not JSON'],
    ['[]', 'The configuration must be of the type object.'],
    ['null', 'The configuration must be of the type object.'],
    ['{"usres":[]}', 'There is no setting usres.'],
    ['{"__proto__":{}}', 'There is no setting __proto__.'],
    ['{"users":[{"password":"x"}]}', 'users[0].username is missing.'],
    [
      '{"users":[{"username":"a","mfa":{"enabled":["SMS"]}}]}',
      'users[0].mfa.enabled[0] must be one of SMS_MFA',
    ],
    ['{"userPoolId":"mine"}', 'userPoolId must match'],
    ['{"clients":[{"clientId":"my client"}]}', 'clients[0].clientId must match'],
    ['{"users":[{"username":"alice smith"}]}', 'users[0].username must match'],
    ['{"clients":[{"accessTokenValidityMs":-1}]}', 'clients[0].accessTokenValidityMs must be at least 0.'],
    [
      '{"users":[{"username":"a","attributes":{"age":7}}]}',
      'users[0].attributes.age must be of the type string.',
    ],
  ])('refuses %s, and says what to mend (#17)', (json, message) => {
    expect(() => readConfig(json)).toThrow(message);
  });
});

describe('a pool of a configuration', () => {
  it.each([
    ['{"users":[{"username":"alice"},{"username":"Alice"}]}', 'two users who answer to "Alice"'],
    ['{"clients":[{"clientId":"web"},{"clientId":"web"}]}', 'two app clients "web"'],
  ])('is not made of %s, which says it twice (#17)', (json, message) => {
    expect(() => createUserPool(withDefaults(readConfig(json), []))).toThrow(message);
  });
});

describe('withDefaults', () => {
  it('gives ids that stay the same from one start to the next (#17)', () => {
    const [first, second] = [createUserPool(withDefaults({}, [])), createUserPool(withDefaults({}, []))];

    expect([first.userPoolId, first.userPoolClientId]).toEqual([second.userPoolId, second.userPoolClientId]);
    expect(first.userPoolClientId).toMatch(/^[a-z0-9]{26}$/);
    expect(first.identityPool.identityPoolId).toBe(second.identityPool.identityPoolId);
    expect(
      createUserPool(withDefaults({ userPoolId: 'us-east-1_Mine00000' }, [])).identityPool.identityPoolId,
    ).toMatch(/^us-east-1:/);
  });
});

describe('readUser', () => {
  it.each([
    ['alice:Pass:w0rd!', 'alice', 'Pass:w0rd!', 'alice@example.com'],
    ['al@example.org:x', 'al@example.org', 'x', 'al@example.org'],
  ])('reads %s, with a verified address (#17)', (argument, username, password, email) => {
    expect(readUser(argument)).toEqual({ username, password, attributes: { email, email_verified: 'true' } });
  });

  it('reads nothing where there is no password', () => {
    expect(readUser('alice')).toBeUndefined();
  });
});
