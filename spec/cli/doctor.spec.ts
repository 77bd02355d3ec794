import type { ClientSettings, RunningUserPool } from '../../src/emulator';
import { ask } from '../emulator/ask';
import { command } from './command';
import { idsOf, SECRET, SOUND, startPool } from './doctor/pool';

interface Report {
  readonly findings: readonly { readonly id: string; readonly severity: string }[];
  readonly notLookedAt: readonly { readonly call: string; readonly reason: string }[];
}

describe('doctor', () => {
  let pool: RunningUserPool;

  const start = async (settings?: ClientSettings, client?: Parameters<typeof startPool>[1]) => {
    pool = await startPool(settings, client);
    return idsOf(pool);
  };
  const examine = async (ids: readonly string[], ...more: readonly string[]) => {
    const { code, out } = await command([...ids, '--json', ...more]);
    const report = JSON.parse(out) as Report;
    return { code, out, ...report, ids: report.findings.map(({ id }) => id) };
  };

  afterEach(() => pool.close());

  it('finds no error about a sound client, and says so with its exit code (#13)', async () => {
    const { code, findings, notLookedAt } = await examine(await start());

    expect(code).toBe(0);
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['note']));
    expect(notLookedAt).toEqual([]);
  });

  it('prints what it found as JSON (#13)', async () => {
    const ids = await start({ ...SOUND, EnableTokenRevocation: false });
    const { code, out } = await command([...ids, '--json']);

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      userPoolId: pool.userPoolId,
      userPoolClientId: pool.userPoolClientId,
      findings: [
        {
          id: 'token-revocation-off',
          severity: 'error',
          setting: 'EnableTokenRevocation',
          found: 'false',
          why: expect.any(String),
          fix: expect.stringContaining('--enable-token-revocation'),
        },
        { severity: 'note' },
        { severity: 'note' },
        { severity: 'note' },
        { severity: 'note' },
      ],
      notLookedAt: [],
    });
  });

  it('takes a warning for an error where told to be strict (#13)', async () => {
    const ids = await start({ ...SOUND, AccessTokenValidity: 2, TokenValidityUnits: {} });

    expect((await command(ids)).code).toBe(0);
    expect((await command([...ids, '--strict'])).code).toBe(1);
  });

  it('looks at everything: the pool, its factors, its sessions and those of the client (#13)', async () => {
    const ids = await start();
    await examine(ids);

    expect(new Set([...pool.requests].map(({ operation }) => operation))).toEqual(
      new Set([
        'DescribeUserPoolClient',
        'DescribeUserPool',
        'GetUserPoolMfaConfig',
        'GetUserPoolSessionConfiguration',
        'GetUserPoolClientSessionConfiguration',
      ]),
    );
  });

  it('tells a client of a browser from that of a server (#13)', async () => {
    const ids = await start(SOUND, { clientSecret: SECRET });

    expect((await examine(ids)).ids).toContain('client-secret');
    expect((await examine(ids, '--server')).ids).not.toContain('client-secret');
  });

  it('holds the passkey domain against where the application is (#13)', async () => {
    const ids = await start();
    pool.faults.on('GetUserPoolMfaConfig', {
      call: 'every',
      body: JSON.stringify({
        MfaConfiguration: 'ON',
        WebAuthnConfiguration: { RelyingPartyId: 'example.com' },
      }),
    });

    expect((await examine(ids, '--app-url', 'https://app.example.com')).ids).not.toContain('passkey-rp-id');
    expect((await examine(ids, '--app-url', 'https://app.example.org')).ids).toContain('passkey-rp-id');
  });

  it.each([
    'DescribeUserPool',
    'GetUserPoolMfaConfig',
    'GetUserPoolSessionConfiguration',
    'GetUserPoolClientSessionConfiguration',
  ] as const)('says that it did not look, where %s is denied, and looks at all else (R78)', async (call) => {
    const ids = await start({ ...SOUND, EnableTokenRevocation: false });
    pool.faults.on(call, { call: 'every', error: 'AccessDeniedException' });
    const { code, notLookedAt, ids: found } = await examine(ids);
    const { out } = await command(ids);

    expect(code).toBe(1);
    expect(found[0]).toBe('token-revocation-off');
    expect(notLookedAt).toMatchObject(
      [
        { call, reason: expect.stringMatching(/^AccessDeniedException: /), settings: [expect.any(String)] },
      ].map(({ settings: _, ...rest }) => rest),
    );
    expect(out).toContain(`NOT LOOKED AT\n  ${call}\n    AccessDeniedException`);
    expect(out).toMatch(/; 1 call brought nothing\.\n$/);
  });

  it.each([
    ['html502', { html502: true }],
    ['half an answer', { truncatedJson: true }],
    ['another one', { body: '{}' }],
    ['no JSON', { body: '<html>', status: 200 }],
    ['a list', { body: '[]' }],
  ])('claims nothing about an answer that is %s (R78)', async (_, fault) => {
    const ids = await start();
    pool.faults.on('GetUserPoolSessionConfiguration', { call: 'every', ...fault });
    const { notLookedAt, ids: found } = await examine(ids);

    expect(notLookedAt).toMatchObject([{ call: 'GetUserPoolSessionConfiguration' }]);
    expect(found).not.toContain('session-tracking');
  });

  it('cannot say anything without the app client: exit code 2, the rest told all the same (R78)', async () => {
    const ids = await start();
    pool.faults.on('DescribeUserPoolClient', { call: 'every', error: 'AccessDeniedException' });
    const { code, out, error } = await command([...ids, '--json']);
    const { findings, notLookedAt } = JSON.parse(out) as Report;

    expect(code).toBe(2);
    expect(error).toContain('cognito-idp:DescribeUserPoolClient');
    expect(notLookedAt).toMatchObject([{ call: 'DescribeUserPoolClient' }]);
    expect(findings.map(({ id }) => id)).toContain('plan');
  });

  it('takes the description of another client for none (R78)', async () => {
    const ids = await start();
    pool.faults.on('DescribeUserPoolClient', {
      call: 'every',
      body: JSON.stringify({ UserPoolClient: { ClientId: 'another', EnableTokenRevocation: true } }),
    });

    expect((await command(ids)).code).toBe(2);
  });

  it.each([
    ['GetUserPoolMfaConfig', 'MfaConfiguration'],
    ['GetUserPoolSessionConfiguration', 'UserSessionTracking'],
    ['GetUserPoolClientSessionConfiguration', 'SSOSession'],
  ] as const)('has not looked at what %s gave no value for (#13)', async (call, member) => {
    const ids = await start();
    pool.faults.on(call, { body: JSON.stringify({ [member]: null }) });

    expect((await examine(ids)).notLookedAt).toMatchObject([{ call }]);
  });

  it.each(['ExpiredTokenException', 'UnrecognizedClientException', 'InvalidSignatureException'] as const)(
    'says to sign in to AWS where it answers %s (#13)',
    async (exception) => {
      const ids = await start();
      pool.faults.on('DescribeUserPoolClient', {
        status: 400,
        body: JSON.stringify({ __type: exception, message: 'No.' }),
      });

      expect((await command(ids)).error).toMatch(/Sign in to AWS/);
    },
  );

  it('says that there are more clients than it names (#13)', async () => {
    await start(SOUND, { clientId: 'shop', clientName: 'Shop' });
    pool.faults.on('ListUserPoolClients', {
      body: JSON.stringify({ UserPoolClients: [{ ClientId: 'shop', ClientName: 'Shop' }], NextToken: 'n' }),
    });

    expect((await command(idsOf({ ...pool, userPoolClientId: 'shoq' }))).error).toMatch(
      /\n {2}shop {2}Shop\n {2}and more\n/,
    );
  });

  it('names the clients that there are, where there is none of that id (#13)', async () => {
    await start(SOUND, { clientId: 'shop', clientName: 'Shop' });
    const { code, error } = await command(idsOf({ ...pool, userPoolClientId: 'shoq' }));

    expect(code).toBe(2);
    expect(error).toMatch(
      /ResourceNotFoundException[^]*The app clients of the pool are:\n {2}shop {2}Shop\n/,
    );
  });

  it('says when there is no connection (#13)', async () => {
    await start();
    await pool.close();
    const { code, error } = await command(idsOf(pool));

    expect(code).toBe(2);
    expect(error).toContain('NoConnection: the connection was refused');
  });

  it('ends at once when it is interrupted (#13)', async () => {
    const ids = await start();
    const held = pool.faults.on('DescribeUserPoolClient', { hang: true });
    const stop = new AbortController();
    const ended = command(ids, { stop: stop.signal });
    await held.reached;
    stop.abort();

    expect(await ended).toMatchObject({ code: 2, error: expect.stringContaining('Interrupted') });
  });

  it.each([false, true])('reads well at 80 columns; in colour: %s (#13)', async (hasColours) => {
    const ids = await start(
      { EnableTokenRevocation: false, CallbackURLs: [`https://app.example.com/${'long-'.repeat(40)}`] },
      { clientSecret: SECRET },
    );
    pool.faults.on('GetUserPoolMfaConfig', { call: 'every', error: 'AccessDeniedException' });
    const { out } = await command(ids, { hasColours });
    const plain = out.replaceAll(/\u001b\[\d+m/g, '');

    // A URL that is broken over two lines cannot be clicked.
    expect(plain.split('\n').filter((line) => line.length > 80 && !line.startsWith('  https://'))).toEqual(
      [],
    );
    expect(plain).toContain('ERROR    token-revocation-off\n  EnableTokenRevocation: false\n');
    expect(plain).toContain(
      '\n  https://github.com/rx-cognito/rx-cognito/blob/main/docs/doctor.md#token-revocation-off\n',
    );
    expect(out.includes('\u001b')).toBe(hasColours);
  });

  it('lets no value draw on the terminal (#13)', async () => {
    const evil = 'http://evil.example.com/\u001b]0;owned\u0007\u009b2J\u202e';
    const ids = await start({ ...SOUND, CallbackURLs: [evil] });
    const [text, json] = [await command(ids), await command([...ids, '--json'])];
    await ask(pool, 'UpdateUserPoolClient', {
      UserPoolId: pool.userPoolId,
      ClientId: pool.userPoolClientId,
      CallbackURLs: ['shop://\u009b2J'],
    });
    const inACommand = await command(ids);

    expect(text.out + json.out + inACommand.out).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
    );
    expect(inACommand.out).toContain('shop://\\u009b2J');
    expect(text.out).toContain('\\u001b]0;owned\\u0007\\u009b2J\\u202e');
    expect(JSON.stringify(JSON.parse(json.out))).toContain('\u009b2J');
  });

  it('never tells the secret, whatever goes wrong with the answer that holds it (#13)', async () => {
    const ids = await start(SOUND, { clientSecret: SECRET });
    const outputs = [await command(ids), await command([...ids, '--json'])];
    const half = JSON.stringify({ UserPoolClient: { ClientSecret: SECRET } }).slice(0, -4);
    for (const fault of [{ body: half }, { body: half, status: 400 }, { body: SECRET, status: 500 }]) {
      pool.faults.on('DescribeUserPoolClient', { call: 'every', ...fault });
      outputs.push(await command(ids));
      pool.faults.clear();
    }

    expect(outputs.map(({ out, error }) => out + error).join()).not.toContain(SECRET.slice(0, 8));
  });
});

describe('doctor, called in a way that it does not understand', () => {
  const given = ['doctor', '--user-pool-id', 'eu-west-1_a1B2c3D4e', '--user-pool-client-id', 'abc'];

  it.each([
    [['doctor'], '--user-pool-id is missing'],
    [['doctor', '--user-pool-id', 'eu-west-1_a'], '--user-pool-client-id is missing'],
    [['doctor', '--user-pool-id', 'no pool', '--user-pool-client-id', 'abc'], '--user-pool-id takes'],
    [['doctor', '--user-pool-id', 'a_b', '--user-pool-client-id', 'a b'], '--user-pool-client-id takes'],
    [[...given, '--app-url', 'app.example.com'], '--app-url takes a URL'],
    [[...given, '--endpoint', 'http://example.com'], '--endpoint takes an https URL'],
    [[...given, '--endpoint', 'http://localhost.example.com'], '--endpoint takes an https URL'],
    [[...given, '--yes'], '--yes goes with --enable-token-revocation'],
    [[...given, '--enable-token-revocation', '--json'], '--json and --strict go with the report'],
    [[...given, '--colour'], "Unknown option '--colour'"],
    [[...given, 'more'], 'more'],
  ])('refuses %j (#13)', async (argv, message) => {
    const { code, error, out } = await command(argv);

    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(message);
    expect(error).toContain('Usage: rx-cognito doctor');
  });
});
