import { firstValueFrom } from 'rxjs';
import { deleteUser$ } from '../../../src/account';
import { authOf, begin, refusal, signedInName, startPool, stopAll } from '../sign-in/fixture';
import { valuesOf } from './fixture';

describe('deleteUser$', () => {
  afterEach(stopAll);

  it('leaves nobody to sign in as (R67)', async () => {
    const pool = await startPool({ clients: [{ preventUserExistenceErrors: false }] });
    const auth = authOf(pool);
    await begin(auth);
    expect(await valuesOf(deleteUser$(auth))).toEqual([undefined]);
    expect(pool.requests.list('DeleteUser')).toHaveLength(1);
    expect(await refusal(begin(authOf(pool)))).toMatchObject({ code: 'UserNotFoundException' });
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
