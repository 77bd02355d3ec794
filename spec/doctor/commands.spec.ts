import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnose } from '../../src/doctor';
import type { PoolDescription } from '../../src/doctor';
import { client, SOUND } from './description';

// Answers a description with what lies in the folder, and keeps what an update was given, and all that it was called with.
const AWS = `#!/bin/sh
echo "$@" | tr '\\n' ' ' >> "$0.calls"; echo >> "$0.calls"
case "$2" in
  describe-*) cat "$0.client" ;;
  get-*) cat "$0.mfa" ;;
  *) while [ "$1" != --cli-input-json ]; do shift; done; printf %s "$2" > "$0.update" ;;
esac
`;

// A machine need not have jq.
const JQ = `#!${process.execPath}
const { raw } = require(${JSON.stringify(require.resolve('jq-wasm'))});
raw(require('node:fs').readFileSync(0, 'utf8'), process.argv[2]).then(
  (text) => process.stdout.write(text),
  (error) => {
    process.stderr.write(error.message);
    process.exitCode = 1;
  },
);
`;

const ROTATES = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 };

/** What has the finding, and the settings that its command changes. */
const CASES: readonly (readonly [id: string, has: PoolDescription, changes: object])[] = [
  ...(
    [
      ['ADMIN_NO_SRP_AUTH', ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH']],
      ['ALLOW_REFRESH_TOKEN_AUTH', ['ALLOW_USER_SRP_AUTH']],
      [undefined, ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']],
    ] as const
  ).flatMap(([flow, left]) => {
    const flows = { ExplicitAuthFlows: flow && [flow] };
    return [
      ['rotation-with-refresh-auth', client(flows), { ExplicitAuthFlows: left }] as const,
      [
        'rotation-off',
        client({ ...flows, RefreshTokenRotation: { Feature: 'DISABLED' } }),
        { ExplicitAuthFlows: left, RefreshTokenRotation: ROTATES },
      ] as const,
    ];
  }),
  [
    'plain-http-callback',
    client({
      ClientName: 'http://shop.example.com',
      CallbackURLs: ['HTTP://localhost.example.com/', 'http://localhost/'],
      DefaultRedirectURI: 'HTTP://localhost.example.com/',
    }),
    {
      CallbackURLs: ['https://localhost.example.com/', 'http://localhost/'],
      DefaultRedirectURI: 'https://localhost.example.com/',
    },
  ],
  [
    'loopback-url',
    client({
      CallbackURLs: ['https://localhost.example.com/', 'http://shop.localhost/', 'http://LOCALHOST/'],
      LogoutURLs: ['https://127.example.com/', 'http://127.1/', 'http://[::1]:4200/'],
    }),
    { CallbackURLs: ['https://localhost.example.com/'], LogoutURLs: ['https://127.example.com/'] },
  ],
  [
    'no-sign-out-url',
    {
      ...client({ CallbackURLs: ['http://app.example.com/'], LogoutURLs: undefined }),
      appUrls: undefined,
      mfaConfig: undefined,
    },
    { LogoutURLs: ['https://app.example.com/'] },
  ],
  [
    'no-sign-in-flow',
    {
      ...client({ ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] }),
      userPool: { ...SOUND.userPool, UserPoolTier: 'LITE' },
    },
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH'] },
  ],
];

describe('the commands of findings', () => {
  let folder: string;
  const fileOf = (name: string): string => join(folder, name);
  const readJson = (name: string) => JSON.parse(readFileSync(fileOf(name), 'utf8')) as object;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-cognito-'));
    writeFileSync(fileOf('aws'), AWS, { mode: 0o700 });
    writeFileSync(fileOf('jq'), JQ, { mode: 0o700 });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const fixOf = (id: string, description: PoolDescription): string =>
    diagnose(description).find((finding) => finding.id === id)?.fix ?? '';

  const run = (id: string, description: PoolDescription): object => {
    writeFileSync(fileOf('aws.client'), JSON.stringify(description.userPoolClient));
    writeFileSync(fileOf('aws.mfa'), JSON.stringify(description.mfaConfig ?? {}));
    const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
    execFileSync('sh', ['-c', fixOf(id, description)], { env: { ...process.env, PATH } });
    return readJson('aws.update');
  };

  it.each(CASES)('%s is mended, and nothing else changes (#13) [%#]', (id, has, changes) => {
    const update = run(id, has);

    expect(update).toEqual({ ...readJson('aws.client'), ...changes });
    expect(diagnose({ ...has, userPoolClient: update }).map((finding) => finding.id)).not.toContain(id);
  });

  it.each([
    [['https://app.example.com', 'https://admin.example.com'], 'example.com'],
    [['https://app.example.com', 'https://example.com'], 'example.com'],
    [['https://app.example.com'], 'app.example.com'],
  ])('passkey-rp-id gives the domain above all origins (#13): %j', (appUrls, domain) => {
    const webAuthn = { RelyingPartyId: 'login.example.com' };
    const has = { ...SOUND, appUrls, mfaConfig: { ...SOUND.mfaConfig, WebAuthnConfiguration: webAuthn } };

    expect(run('passkey-rp-id', has)).toMatchObject({ WebAuthnConfiguration: { RelyingPartyId: domain } });
  });

  it('passkey-rp-id gives no command where no domain is above all origins (#13)', () => {
    const has = { ...SOUND, appUrls: ['https://app.example.com', 'https://app.example.org'] };

    expect(fixOf('passkey-rp-id', has)).toMatch(/^No domain is above all/);
  });

  it('ask the region of the pool, whatever the default is (#13)', () => {
    run('user-existence-told', client({ PreventUserExistenceErrors: 'LEGACY' }));
    const calls = readFileSync(fileOf('aws.calls'), 'utf8').trim().split('\n');

    expect(calls).toHaveLength(2);
    expect(calls.filter((call) => !call.includes('--region eu-west-1 '))).toEqual([]);
  });

  it('leave the number of sessions alone where they are tracked (#13)', () => {
    const fewer = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } };

    expect(fixOf('session-tracking', { ...SOUND, sessionConfiguration: fewer })).toMatch(/^Nothing to mend/);
    expect(
      fixOf('session-tracking', { ...SOUND, sessionConfiguration: { UserSessionTracking: 'DISABLED' } }),
    ).toMatch(/--region eu-west-1/);
  });
});
