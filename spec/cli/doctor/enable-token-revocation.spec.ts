import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientSettings, FaultPlan, RunningUserPool } from '../../../src/emulator';
import { ask } from '../../emulator/ask';
import { claims, signIn } from '../../emulator/fixture';
import { command, emptyFolder, removeFolder, type Ended } from '../command';
import { idsOf, SECRET, startPool } from './pool';

/** Every setting of a client, none at its default but the one that is to be mended. */
const EVERY_SETTING: Required<ClientSettings> = {
  ClientName: 'Shop web',
  RefreshTokenValidity: 12,
  AccessTokenValidity: 17,
  IdTokenValidity: 900,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'seconds', RefreshToken: 'hours' },
  ReadAttributes: ['email', 'custom:plan'],
  WriteAttributes: ['name'],
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'],
  SupportedIdentityProviders: ['COGNITO', 'Google'],
  CallbackURLs: ['https://app.example.com/callback', 'shop://callback'],
  LogoutURLs: ['https://app.example.com/'],
  DefaultRedirectURI: 'https://app.example.com/callback',
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'shop/orders'],
  AllowedOAuthFlowsUserPoolClient: true,
  AnalyticsConfiguration: {
    ApplicationId: 'd70b2ba36a8c4dc5a04a0451a31a1e12',
    RoleArn: 'arn:aws:iam::123456789012:role/analytics',
    ExternalId: 'external',
    UserDataShared: true,
  },
  PreventUserExistenceErrors: 'LEGACY',
  EnableTokenRevocation: false,
  EnablePropagateAdditionalUserContextData: true,
  AuthSessionValidity: 7,
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 20 },
};

describe('enableTokenRevocation', () => {
  let pool: RunningUserPool;
  let folder: string;

  const start = async (settings: ClientSettings = EVERY_SETTING): Promise<void> => {
    pool = await startPool(settings, { clientSecret: SECRET });
    folder = emptyFolder();
  };
  const enable = (answer?: string | (() => Promise<string>), ...more: readonly string[]): Promise<Ended> => {
    const questions = typeof answer === 'string' ? () => Promise.resolve(answer) : answer;
    return command([...idsOf(pool), '--enable-token-revocation', ...more], { folder, ask: questions });
  };
  const named = () => ({ UserPoolId: pool.userPoolId, ClientId: pool.userPoolClientId });
  const described = async () => {
    const { body } = await ask(pool, 'DescribeUserPoolClient', named());
    const { CreationDate, LastModifiedDate, ...settings } = body['UserPoolClient'] as Record<string, unknown>;
    return settings;
  };
  const updateElsewhere = (settings: ClientSettings) =>
    ask(pool, 'UpdateUserPoolClient', { ...named(), ...EVERY_SETTING, ...settings });
  const backUps = () => readdirSync(folder);
  const updates = () => pool.requests.list('UpdateUserPoolClient').length;
  const answering = (client: object): FaultPlan => ({
    body: JSON.stringify({ UserPoolClient: { ...named(), ...client } }),
  });

  afterEach(async () => {
    removeFolder(folder);
    await pool.close();
  });

  it('carries every other setting over, to the letter (#13)', async () => {
    await start();
    const before = await described();
    const { code, out, error } = await enable(undefined, '--yes');

    expect([code, error]).toEqual([0, '']);
    expect(await described()).toEqual({ ...before, EnableTokenRevocation: true });
    expect(out).toContain('\n  EnableTokenRevocation: false → true\n');
    expect(out).toContain('Token revocation is on, and every other setting is as it was');
    expect(out).toMatch(/CloudFormation, the CDK or Terraform/);
  });

  it('leaves what was not set without a value (#13)', async () => {
    await start({
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      EnableTokenRevocation: undefined,
      ReadAttributes: undefined,
    });
    const before = await described();
    const { code, out } = await enable(undefined, '--yes');

    expect(code).toBe(0);
    expect(out).toContain('EnableTokenRevocation: not set → true');
    expect(await described()).toMatchObject({ ...before, EnableTokenRevocation: true });
    expect(await described()).not.toHaveProperty('ReadAttributes');
    // To leave it out is maybe another thing than to say no.
    expect(JSON.parse(readFileSync(join(folder, backUps()[0] ?? ''), 'utf8'))).toMatchObject({
      EnableTokenRevocation: false,
    });
  });

  it('makes the next session revocable (#13)', async () => {
    const settings = { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'], EnableTokenRevocation: false };
    pool = await startPool(settings);
    folder = emptyFolder();
    const before = await signIn(pool);
    await enable(undefined, '--yes');
    const after = await signIn(pool);

    expect(claims(before.AccessToken)).not.toHaveProperty('origin_jti');
    expect(claims(after.AccessToken)).toHaveProperty('origin_jti');
  });

  it('leaves a back-up that only its owner reads, without the secret, which restores (#13)', async () => {
    await start();
    const before = await described();
    await enable(undefined, '--yes');
    const [name = ''] = backUps();
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    await ask(pool, 'UpdateUserPoolClient', JSON.parse(text) as object);

    expect(backUps()).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(text).not.toContain(SECRET.slice(0, 8));
    expect(await described()).toEqual(before);
  });

  it('asks, and does nothing where the answer is no (#13)', async () => {
    await start();
    const answers = await Promise.all(['', 'n', 'no', 'yess'].map((answer) => enable(answer)));

    expect(answers.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(updates()).toBe(0);
    expect(backUps()).toEqual([]);
  });

  it.each(['y', 'Yes', ' YES '])('asks, and does it where the answer is %j (#13)', async (answer) => {
    await start();

    expect((await enable(answer)).code).toBe(0);
    expect(updates()).toBe(1);
  });

  it('does nothing where nobody can be asked and nobody agreed ahead (#13)', async () => {
    await start();
    const { code, error } = await enable();

    expect(code).toBe(1);
    expect(error).toContain('say --yes');
    expect(updates()).toBe(0);
  });

  it('does nothing where the question is interrupted (#13)', async () => {
    await start();

    expect((await enable(() => Promise.reject(new Error('AbortError')))).code).toBe(1);
    expect(updates()).toBe(0);
  });

  it('has nothing to do where revocation is on (#13)', async () => {
    await start({ ...EVERY_SETTING, EnableTokenRevocation: true });
    const { code, out } = await enable(undefined, '--yes');

    expect([code, out]).toEqual([0, 'Token revocation is on already. Nothing was changed.\n']);
    expect(updates()).toBe(0);
  });

  it.each([
    ['FineGrainedAccess', '{"FineGrainedAccess":"STRICT"}'],
    ['FineGrainedAccess', '{"FineGrainedAccess":null}'],
    ['RefreshTokenRotation.MaxUses', '{"RefreshTokenRotation":{"Feature":"ENABLED","MaxUses":3}}'],
    ['TokenValidityUnits.SsoToken', '{"TokenValidityUnits":{"SsoToken":"days"}}'],
    ['AnalyticsConfiguration.Region', '{"AnalyticsConfiguration":{"Region":"eu-west-1"}}'],
    ['CallbackURLs', '{"CallbackURLs":[{"Url":"https://app.example.com/"}]}'],
    ['PreventUserExistenceErrors', '{"PreventUserExistenceErrors":{"Mode":"ENABLED"}}'],
    ['toString', '{"toString":1}'],
    ['__proto__', '{"__proto__":{"a":1}}'],
  ])('refuses a client with a setting that it does not know: %s (R78)', async (name, settings) => {
    await start();
    const client = JSON.stringify({ ...named(), ...EVERY_SETTING });
    // As text: a member called `__proto__` does not survive a spread.
    const body = `{"UserPoolClient":${client.slice(0, -1)},${settings.slice(1)}}`;
    pool.faults.on('DescribeUserPoolClient', { body });
    const { code, error } = await enable(undefined, '--yes');

    expect(code).toBe(2);
    expect(error.replaceAll('\n', ' ')).toContain(`settings that this version does not know: ${name}.`);
    expect(updates()).toBe(0);
    expect(backUps()).toEqual([]);
  });

  it('starts once more where the client was changed while it asked, and keeps that change (R78)', async () => {
    await start();
    let asked = 0;
    const { code, out } = await enable(async () => {
      asked += 1;
      if (asked === 1) await updateElsewhere({ AccessTokenValidity: 20 });
      return 'y';
    });

    expect([code, asked]).toEqual([0, 2]);
    expect(out).toContain('changed meanwhile: once more from the start');
    expect(await described()).toMatchObject({ AccessTokenValidity: 20, EnableTokenRevocation: true });
    expect(backUps()).toHaveLength(1);
  });

  it('starts once more where the client was changed and changed back (R78)', async () => {
    await start();
    let asked = 0;
    const { code } = await enable(async () => {
      asked += 1;
      if (asked === 1) await updateElsewhere({});
      return 'y';
    });

    expect([code, asked]).toEqual([0, 2]);
  });

  it('goes by the settings, whatever their date says (R78)', async () => {
    await start();
    const { body } = await ask(pool, 'DescribeUserPoolClient', named());
    pool.faults.on('DescribeUserPoolClient', {
      call: 3,
      ...answering({ ...(body['UserPoolClient'] as object), AccessTokenValidity: 20 }),
    });
    const { out } = await enable(undefined, '--yes');

    expect(out).toContain('changed meanwhile: once more from the start');
  });

  it.each([{ ClientId: 'another' }, { UserPoolId: 'eu-west-1_Elsewhere' }])(
    'takes the description of another client for none: %j (R78)',
    async (other) => {
      await start();
      pool.faults.on('DescribeUserPoolClient', answering({ ...EVERY_SETTING, ...other }));

      expect((await enable(undefined, '--yes')).code).toBe(2);
      expect(updates()).toBe(0);
    },
  );

  it('gives up where somebody keeps changing it (R78)', async () => {
    await start();
    let minutes = 20;
    const { code, error } = await enable(async () => {
      minutes += 1;
      await updateElsewhere({ AccessTokenValidity: minutes });
      return 'y';
    });

    expect(code).toBe(2);
    expect(error).toContain('keeps being changed');
    expect(await described()).toMatchObject({ AccessTokenValidity: 22, EnableTokenRevocation: false });
    expect(backUps()).toEqual([]);
  });

  it('starts once more where Cognito says that two changes met (R78)', async () => {
    await start();
    pool.faults.on('UpdateUserPoolClient', { error: 'ConcurrentModificationException' });
    const { code } = await enable(undefined, '--yes');

    expect(code).toBe(0);
    expect(updates()).toBe(2);
    expect(await described()).toMatchObject({ EnableTokenRevocation: true });
  });

  it.each([1, 2])(
    'changes nothing where reading it fails, at the first time or before it asks: %j (R78)',
    async (call) => {
      await start();
      pool.faults.on('DescribeUserPoolClient', { call, error: 'AccessDeniedException' });
      const { code, error } = await enable(undefined, '--yes');

      expect(code).toBe(2);
      expect(error.replaceAll('\n', ' ')).toMatch(
        /could not be read \(AccessDeniedException.*Nothing was changed/,
      );
      expect(updates()).toBe(0);
      expect(backUps()).toEqual([]);
    },
  );

  it('changes nothing where the back-up cannot be written (R78)', async () => {
    await start();
    const there = folder;
    folder = join(folder, 'nowhere');
    const { code, error } = await enable(undefined, '--yes');
    removeFolder(there);

    expect(code).toBe(2);
    expect(error).toContain('The back-up could not be written');
    expect(updates()).toBe(0);
  });

  it.each<[string, FaultPlan]>([
    ['InvalidParameterException', { error: 'InvalidParameterException' }],
    ['InternalErrorException', { error: 'InternalErrorException' }],
    ['TooManyRequestsException', { throttle: { retryAfterSeconds: 1 } }],
    ['AccessDeniedException', { error: 'AccessDeniedException' }],
    ['NoConnection', { dropSocket: 'beforeEffect' }],
    ['NoAnswer', { html502: true }],
    ['did nothing', { takesEffect: false, body: '{}' }],
  ])(
    'says that nothing was changed where the update was refused or lost: %s (R78)',
    async (reason, fault) => {
      await start();
      const before = await described();
      pool.faults.on('UpdateUserPoolClient', fault);
      const { code, error } = await enable(undefined, '--yes');

      expect(code).toBe(2);
      expect(error.replaceAll('\n', ' ')).toMatch(
        new RegExp(`Token revocation is still off \\(.*${reason}.*Nothing was changed`),
      );
      expect(updates()).toBe(1);
      expect(await described()).toEqual(before);
    },
  );

  it.each<[string, FaultPlan]>([
    ['lost', { dropSocket: 'afterEffect' }],
    ['half', { truncatedJson: true }],
    ['that of a gateway', { html502: true, takesEffect: true }],
    ['an exception', { error: 'InternalErrorException', takesEffect: true }],
  ])('sees that it was done although the answer was %s, and sends it once (R78)', async (_, fault) => {
    await start();
    pool.faults.on('UpdateUserPoolClient', fault);

    expect((await enable(undefined, '--yes')).code).toBe(0);
    expect(updates()).toBe(1);
  });

  it('says that it does not know where it cannot read what became of it, and how to restore (R78)', async () => {
    await start();
    pool.faults.on('DescribeUserPoolClient', { call: 3, error: 'AccessDeniedException' });
    const { code, error, out } = await enable(undefined, '--yes');
    const [backUp = ''] = backUps();

    expect(code).toBe(2);
    expect(out).not.toContain('Token revocation is on');
    expect(error).toContain('what became of it could not be read');
    expect(error).toContain(`--cli-input-json file://${join(folder, backUp)}`);
    expect(error).toContain(`--endpoint-url ${pool.endpoint}`);
  });

  it('takes what is off and what is not told for the same, also inside a setting (#13)', async () => {
    await start();
    const untold = { ApplicationArn: 'arn:aws:mobiletargeting:eu-west-1:1:apps/shop' };
    const before = answering({ ...EVERY_SETTING, AnalyticsConfiguration: untold });
    pool.faults.on('DescribeUserPoolClient', { call: 1, ...before });
    pool.faults.on('DescribeUserPoolClient', { call: 2, ...before });
    pool.faults.on('DescribeUserPoolClient', {
      call: 3,
      ...answering({
        ...EVERY_SETTING,
        AnalyticsConfiguration: { ...untold, UserDataShared: false },
        EnableTokenRevocation: true,
      }),
    });

    expect(await enable(undefined, '--yes')).toMatchObject({ code: 0, error: '' });
  });

  it('says in what the client differs afterwards, and how to restore it (R78)', async () => {
    await start();
    pool.faults.on('DescribeUserPoolClient', {
      call: 3,
      ...answering({ ...EVERY_SETTING, EnableTokenRevocation: true, AccessTokenValidity: 60, New: 1 }),
    });
    const { code, error } = await enable(undefined, '--yes');
    const [backUp = ''] = backUps();

    expect(code).toBe(2);
    expect(error).toContain('differs in: AccessTokenValidity, New.');
    expect(error).toContain(`aws cognito-idp update-user-pool-client \\\n`);
    expect(error).toContain(`--cli-input-json file://${join(folder, backUp)}`);
  });

  it('takes another order of a list for no difference (#13)', async () => {
    await start();
    pool.faults.on('DescribeUserPoolClient', {
      call: 3,
      ...answering({
        ...EVERY_SETTING,
        EnableTokenRevocation: true,
        ExplicitAuthFlows: [...(EVERY_SETTING.ExplicitAuthFlows ?? [])].reverse(),
      }),
    });

    expect((await enable(undefined, '--yes')).code).toBe(0);
  });

  it('tells the secret nowhere, whatever goes wrong (#13)', async () => {
    await start();
    const said: Ended[] = [];
    for (const call of [1, 2, 3]) {
      pool.faults.on('DescribeUserPoolClient', {
        call: pool.requests.callsOf('DescribeUserPoolClient') + call,
        body: JSON.stringify({ UserPoolClient: { ClientSecret: SECRET } }).slice(0, -3),
      });
      said.push(await enable(undefined, '--yes'));
      pool.faults.clear();
      await updateElsewhere({});
    }
    said.push(await enable(undefined, '--yes'));
    const files = backUps().map((name) => readFileSync(join(folder, name), 'utf8'));

    expect(said.map(({ code }) => code)).toEqual([2, 2, 2, 0]);
    expect(JSON.stringify([said, files])).not.toContain(SECRET.slice(0, 8));
    const sent = pool.requests.list('UpdateUserPoolClient').map(({ body }) => JSON.stringify(body));
    expect(sent.join()).not.toContain(SECRET.slice(0, 8));
  });
});
