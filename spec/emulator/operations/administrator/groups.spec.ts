import { claims, createTestPool, signIn } from '../../fixture';
import { admin, namesIn } from './fixture';

describe('groups', () => {
  it('are joined and left, and stand in the next tokens (#17)', async () => {
    const pool = createTestPool({ groups: ['admins'] });
    const groups = async () => claims((await signIn(pool)).AccessToken)['cognito:groups'];
    const input = { GroupName: 'admins' };
    await admin(pool, 'AdminAddUserToGroup', input);
    expect(await groups()).toEqual(['admins']);
    expect((await admin(pool, 'AdminListGroupsForUser')).body['Groups']).toMatchObject([
      { GroupName: 'admins' },
    ]);
    expect(namesIn(await admin(pool, 'ListUsersInGroup', input))).toEqual(['alice']);
    await admin(pool, 'AdminRemoveUserFromGroup', input);

    expect(await groups()).toBeUndefined();
    expect((await admin(pool, 'AdminAddUserToGroup', { GroupName: 'others' })).body['message']).toBe(
      'Group not found.',
    );
  });

  it('are listed in pages, and so are their users (#17)', async () => {
    const groups = ['admins', 'staff', 'testers'];
    const users = ['alice', 'bob', 'carol'].map((username) => ({ username, groups }));
    const pool = createTestPool({ users });
    const list = async (
      operation: 'AdminListGroupsForUser' | 'ListUsersInGroup',
      input: object,
    ): Promise<readonly unknown[]> => {
      const { body } = await admin(pool, operation, { GroupName: 'staff', Limit: 2, ...input });
      const NextToken = body['NextToken'];
      const page = body['Groups'] ?? body['Users'];
      return NextToken === undefined ? [page] : [page, ...(await list(operation, { NextToken }))];
    };

    expect(await list('AdminListGroupsForUser', {})).toMatchObject([
      [{ GroupName: 'admins' }, { GroupName: 'staff' }],
      [{ GroupName: 'testers' }],
    ]);
    expect(await list('ListUsersInGroup', {})).toMatchObject([
      [{ Username: 'alice' }, { Username: 'bob' }],
      [{ Username: 'carol' }],
    ]);
    expect(
      (await admin(pool, 'ListUsersInGroup', { GroupName: 'staff', NextToken: 'x' })).body['__type'],
    ).toBe('InvalidParameterException');
  });
});
