import { firstValueFrom } from 'rxjs';
import type { KeyValueStorage } from '../../../src';
import { deleteUser$ } from '../../../src/account';
import { authOf, begin, refusal, signedInName, startPool, stopAll } from '../sign-in/fixture';
import { valuesOf } from './fixture';

describe('deleteUser$', () => {
  afterEach(stopAll);

  it('leaves nobody to sign in as (R67)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: false }] });
    const auth = authOf(pool);
    await begin(auth);
    expect(await valuesOf(deleteUser$(auth))).toStrictEqual([undefined]);
    expect(pool.requests.list('DeleteUser')).toHaveLength(1);
    expect(await refusal(begin(authOf(pool)))).toMatchObject({ code: 'UserNotFoundException' });
  });

  it('leaves nothing of the user stored but that nobody is signed in (R67)', async () => {
    const deviceTracking = { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: false };
    const pool = await startPool({ deviceTracking, aliasAttributes: ['email'] });
    const items = new Map<string, string>();
    const storage: KeyValueStorage = {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    };
    const auth = authOf(pool, { storage });
    await begin(auth, { username: 'ada@example.com' });
    expect([...items.keys()].filter((key) => key.includes('.device.ada'))).toHaveLength(2);
    await firstValueFrom(deleteUser$(auth));
    expect(JSON.stringify([...items])).not.toMatch(/ada|password/);
  });

  it('leaves the session as it is where it is refused', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    pool.faults.on('DeleteUser', { error: 'TooManyRequestsException' });
    expect(await refusal(firstValueFrom(deleteUser$(auth)))).toMatchObject({
      code: 'TooManyRequestsException',
    });
    expect(signedInName(auth)).toBe('ada');
  });

  it('asks nobody where nobody is signed in', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    expect(await refusal(firstValueFrom(deleteUser$(auth)))).toMatchObject({ kind: 'signedOut' });
    expect(pool.requests.list('DeleteUser')).toEqual([]);
  });
});
