import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectToCognito } from '../../../src/cli/doctor/cognito';
import type { RunningUserPool } from '../../../src/emulator';
import { emptyFolder, removeFolder } from '../command';
import { SECRET, SOUND, startPool } from './pool';

const FOR_EVER = new AbortController().signal;

describe('connectToCognito', () => {
  let pool: RunningUserPool;
  const connect = (env: NodeJS.ProcessEnv = {}, stop = FOR_EVER, limitMs?: number) =>
    connectToCognito({ ...pool }, { env, stop }, limitMs);
  const signedBy = () =>
    /Credential=([^/]+)/.exec(String([...pool.requests][0]?.headers['authorization']))?.[1];

  beforeEach(async () => {
    pool = await startPool(SOUND, { clientSecret: SECRET });
  });
  afterEach(() => pool.close());

  it('hands out what the SDK does not know and drops (R78)', async () => {
    const { userPoolClientId: ClientId } = pool;
    pool.faults.on('DescribeUserPoolClient', {
      body: JSON.stringify({ UserPoolClient: { ClientId, NewSetting: { Mode: 'ON' } }, NewMember: 1 }),
    });
    const cognito = await connect();

    expect(await cognito.read('DescribeUserPoolClient')).toEqual({
      UserPoolClient: { ClientId, NewSetting: { Mode: 'ON' } },
      NewMember: 1,
    });
  });

  it('lets go of the secret as soon as it is read (#13)', async () => {
    const answer = await (await connect()).read('DescribeUserPoolClient');

    expect(answer['UserPoolClient']).toMatchObject({ ClientSecret: '(kept back)' });
  });

  it('reads once more after a passing trouble, and hands out the answer that counts (#13)', async () => {
    pool.faults.on('DescribeUserPool', { error: 'InternalErrorException' });
    const cognito = await connect();

    expect(await cognito.read('DescribeUserPool')).toMatchObject({ UserPool: { Id: pool.userPoolId } });
    expect(pool.requests.callsOf('DescribeUserPool')).toBe(2);
  });

  it('waits for no answer for ever (#13)', async () => {
    pool.faults.on('DescribeUserPool', { call: 'every', hang: true });
    const cognito = await connect({}, FOR_EVER, 30);

    await expect(cognito.read('DescribeUserPool')).rejects.toMatchObject({
      code: 'NoAnswer',
      message: 'no answer came within 0.03 s',
    });
  });

  it('waits for an update that was sent although it is interrupted (R78)', async () => {
    const held = pool.faults.on('UpdateUserPoolClient', { hang: 'afterEffect' });
    const stop = new AbortController();
    const cognito = await connect({}, stop.signal);
    const update = cognito.update({ UserPoolId: pool.userPoolId, ClientId: pool.userPoolClientId });
    await held.reached;
    stop.abort();
    held.release();

    await expect(update).resolves.toBeUndefined();
  });

  it('signs by the usual chain of credentials: the environment, a profile (#13)', async () => {
    const folder = emptyFolder();
    const file = join(folder, 'credentials');
    writeFileSync(file, '[doctor]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = none\n');
    const env = { AWS_PROFILE: 'doctor', AWS_SHARED_CREDENTIALS_FILE: file };
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
      await (await connect(env)).read('DescribeUserPool');
    } finally {
      process.env = before;
      removeFolder(folder);
    }

    expect(signedBy()).toBe('AKIAPROFILE');
  });

  it('looks for no credentials to ask an emulator on this machine (#13)', async () => {
    await (await connect()).read('DescribeUserPool');

    expect(signedBy()).toBe('none');
  });
});
