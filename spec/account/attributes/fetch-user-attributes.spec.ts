import { firstValueFrom } from 'rxjs';
import { fetchUserAttributes$ } from '../../../src/account';
import { createFakeAuth } from '../fake-auth';

describe('fetchUserAttributes$', () => {
  it('names each attribute, frozen', async () => {
    const UserAttributes = [
      { Name: 'sub', Value: 'ada-sub' },
      { Name: 'nickname' },
      { Name: '__proto__', Value: 'x' },
      { Value: 'nameless' },
    ];
    const attributes = await firstValueFrom(fetchUserAttributes$(createFakeAuth([{ UserAttributes }])));
    expect(Object.entries(attributes)).toEqual([
      ['sub', 'ada-sub'],
      ['nickname', ''],
      ['__proto__', 'x'],
    ]);
    expect(Object.isFrozen(attributes)).toBe(true);
  });

  it('finds none where Cognito names none', async () => {
    expect(await firstValueFrom(fetchUserAttributes$(createFakeAuth([{}])))).toEqual({});
  });
});
