import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startUserPool } from '../../src/emulator';
import { run } from '../../src/cli';

function start(...argv: readonly string[]) {
  const stop = new AbortController();
  const printed = { out: '', error: '' };
  let announce: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const exited = run(argv, {
    writeOut: (text) => {
      printed.out += text;
      announce();
    },
    writeError: (text) => {
      printed.error += text;
    },
    stop: stop.signal,
    hasColours: false,
    env: {},
    folder: '',
  });
  return { printed, exited, started, stop: () => stop.abort() };
}

describe('emulator', () => {
  it('runs a pool with the users that were named, prints how to reach it, and stops', async () => {
    const command = start('emulator', '--user', 'alice:Pass:w0rd!', '--user', 'bob:Passw0rd!');
    await command.started;
    const ids = JSON.parse(command.printed.out.split('\n')[0] ?? '') as Record<string, string>;
    const signIn = (USERNAME: string, PASSWORD: string) =>
      fetch(ids['userPoolEndpoint'] ?? '', {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
        body: JSON.stringify({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: ids['userPoolClientId'],
          AuthParameters: { USERNAME, PASSWORD },
        }),
      });

    expect((await signIn('alice', 'Pass:w0rd!')).status).toBe(200);
    expect((await signIn('bob', 'Passw0rd!')).status).toBe(200);
    expect(command.printed.out).toContain(
      `const auth = createAuth({\n  userPoolEndpoint: '${ids['userPoolEndpoint'] ?? ''}',\n  userPoolId: '${ids['userPoolId'] ?? ''}',`,
    );
    command.stop();
    expect(await command.exited).toBe(0);
    await expect(signIn('bob', 'Passw0rd!')).rejects.toThrow('fetch failed');
  });

  it('is served by the names, and gives administrators’ operations to the pages, that were named (#12)', async () => {
    const argv = ['--allow-host', 'cognito.test', '--admin-origin', 'http://localhost:4200'];
    const command = start('emulator', ...argv);
    await command.started;
    const ids = JSON.parse(command.printed.out.split('\n')[0] ?? '') as Record<string, string>;
    const response = await fetch(ids['userPoolEndpoint'] ?? '', {
      method: 'POST',
      headers: {
        origin: 'http://localhost:4200',
        'x-amz-target': 'AWSCognitoIdentityProviderService.AdminCreateUser',
      },
      body: JSON.stringify({ UserPoolId: ids['userPoolId'], Username: 'bob' }),
    });
    command.stop();

    expect(response.status).toBe(200);
    expect(await command.exited).toBe(0);
    const refused = start('emulator', '--allow-host', 'http://cognito.test');
    expect(await refused.exited).toBe(1);
    expect(refused.printed.error).toContain('allowedHosts');
  });

  it('prints the codes that it would send, and with --verbose the requests (#17)', async () => {
    const command = start('emulator', '--verbose', '--user', 'alice:Passw0rd!');
    await command.started;
    const ids = JSON.parse(command.printed.out.split('\n')[0] ?? '') as Record<string, string>;
    await fetch(ids['userPoolEndpoint'] ?? '', {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ForgotPassword' },
      body: JSON.stringify({ ClientId: ids['userPoolClientId'], Username: 'alice' }),
    });
    command.stop();
    await command.exited;

    expect(command.printed.out).toMatch(/^alice ← EMAIL \d{6} to a\*\*\*@e\*\*\* · forgotten password$/m);
    expect(command.printed.out).toMatch(/^ForgotPassword 200$/m);
    expect(command.printed.out).toContain('provideCognitoAuth({');
    expect(ids).toMatchObject({
      userPoolId: 'eu-west-1_Emulator1',
      userPoolClientId: '1emulator0client0000000000',
    });
  });

  it('takes a configuration from a file, speaks TLS, and stores the certificate to trust (#17)', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rx-cognito-spec-')), 'pool.json');
    writeFileSync(file, JSON.stringify({ userPoolId: 'eu-west-1_Mine00000', users: [{ username: 'bob' }] }));
    const command = start('emulator', '--config', file, '--https', '--host', '127.0.0.1');
    await command.started;
    const ids = JSON.parse(command.printed.out.split('\n')[0] ?? '') as Record<string, string>;
    const url = `${ids['userPoolEndpoint'] ?? ''}/_emulator/users`;
    const users = await new Promise<string>((resolve, reject) => {
      get(url, { ca: readFileSync(ids['certificateFile'] ?? '') }, (answer) => {
        answer.on('data', (data) => resolve(String(data)));
      }).on('error', reject);
    });
    command.stop();
    await command.exited;

    expect(ids['userPoolId']).toBe('eu-west-1_Mine00000');
    expect(users).toContain('"username":"bob"');
  });

  it('explains itself', async () => {
    const command = start('emulator', '--help');

    expect(await command.exited).toBe(0);
    expect(command.printed.out).toMatch(/^Usage: rx-cognito emulator/);
    expect(command.printed.out).not.toContain('doctor');
  });

  it.each([
    [['emulator', '--colour'], "Unknown option '--colour'"],
    [['emulator', '--port', 'eighty'], '--port takes a number'],
    [['emulator', '--port', '65536'], '--port takes a number'],
    [['emulator', '--config', '/does/not/exist.json'], 'ENOENT: no such file'],
    [['emulator', '--user', 'alice'], '--user takes NAME:PASSWORD'],
    [['emulator', '--user', 'alice smith:Passw0rd!'], 'username must match'],
    [['emulator', '--host='], '--host takes an address'],
  ])('refuses %j, and says how it is used', async (argv, message) => {
    const command = start(...argv);

    expect(await command.exited).toBe(2);
    expect(command.printed.error).toContain(message);
    expect(command.printed.error).toContain('Usage:');
  });

  it('says what to do where its port is taken (#18)', async () => {
    const pool = await startUserPool();
    const command = start('emulator', '--port', new URL(pool.endpoint).port);

    expect(await command.exited).toBe(1);
    await pool.close();
    expect(command.printed.error).toBe(
      `The emulator could not start: Port ${new URL(pool.endpoint).port} is taken (9229 is that of Node's debugger too): ` +
        'pass --port with another one, and the same in userPoolEndpoint.\n',
    );
  });
});
