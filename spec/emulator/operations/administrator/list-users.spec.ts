import { ALICE, createTestPool, PASSWORD } from '../../fixture';
import { admin, namesIn } from './fixture';

const BOB = { username: 'bob', password: PASSWORD, attributes: { email: 'bob@example.com' } };

describe('ListUsers', () => {
  it.each([
    [undefined, ['alice', 'bob']],
    ['', ['alice', 'bob']],
    ['username = "bob"', ['bob']],
    ['email ^= "ali"', ['alice']],
    ['"email"="bob@example.com"', ['bob']],
    ['cognito:user_status = "CONFIRMED"', ['alice']],
    ['status = "Disabled"', ['bob']],
    ['name = "say \\"hi\\""', ['bob']],
    ['name = "x"', []],
  ])('filters by %s (#17)', async (Filter, expected) => {
    const bob = {
      ...BOB,
      enabled: false,
      status: 'UNCONFIRMED',
      attributes: { ...BOB.attributes, name: 'say "hi"' },
    } as const;
    const pool = createTestPool({ users: [ALICE, bob] });

    expect(namesIn(await admin(pool, 'ListUsers', { Filter }))).toEqual(expected);
  });

  it.each(['email', 'email = bob', 'email = "bob" or 1', 'custom:x = "y"', 'email > "a"'])(
    'refuses the filter %s (#17)',
    async (Filter) => {
      expect((await admin(createTestPool(), 'ListUsers', { Filter })).body['__type']).toBe(
        'InvalidParameterException',
      );
    },
  );

  it('comes in pages (#17)', async () => {
    const pool = createTestPool({ users: [ALICE, BOB] });
    const first = await admin(pool, 'ListUsers', { Limit: 1 });
    const { PaginationToken } = first.body;
    const second = await admin(pool, 'ListUsers', { Limit: 1, PaginationToken });

    expect([namesIn(first), namesIn(second)]).toEqual([['alice'], ['bob']]);
    expect(second.body).not.toHaveProperty('PaginationToken');
  });

  it('goes on with the next page where the users of the last one were removed meanwhile (#17)', async () => {
    const pool = createTestPool({ users: ['a', 'b', 'c', 'd', 'e'].map((username) => ({ username })) });
    const removed: string[] = [];
    let PaginationToken: unknown;
    do {
      const answer = await admin(pool, 'ListUsers', { Limit: 2, PaginationToken });
      for (const Username of namesIn(answer)) {
        await admin(pool, 'AdminDeleteUser', { Username });
        removed.push(Username);
      }
      ({ PaginationToken } = answer.body);
    } while (PaginationToken !== undefined);

    expect(removed).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(pool.users()).toEqual([]);
  });

  it('tells the attributes that it was asked for, which every user listed must have (#17)', async () => {
    const pool = createTestPool({ users: [ALICE, { ...BOB, attributes: { name: 'Bob' } }] });
    const list = (AttributesToGet: readonly string[], more: object = {}) =>
      admin(pool, 'ListUsers', { AttributesToGet, Filter: 'username = "alice"', ...more });

    expect((await list(['email'])).body['Users']).toMatchObject([
      { Attributes: [{ Name: 'email', Value: 'alice@example.com' }] },
    ]);
    expect((await list(['sub', 'email'])).body['Users']).toMatchObject([
      { Attributes: [{ Name: 'sub' }, { Name: 'email' }] },
    ]);
    expect((await list(['email'], { Filter: undefined })).body['message']).toBe(
      'One or more requested attributes do not exist.',
    );
  });
});
