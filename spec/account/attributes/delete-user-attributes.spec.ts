import { EMPTY } from 'rxjs';
import { deleteUserAttributes$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('deleteUserAttributes$', () => {
  it('deletes what it is told to, brings the tokens up to date, and has nothing to say', async () => {
    const auth = createFakeAuth([{}], { tokens$: EMPTY });
    const userAttributeKeys = ['nickname', 'custom:team'];
    expect(await outcomeOf(deleteUserAttributes$(auth, { userAttributeKeys }))).toStrictEqual({
      values: [undefined],
    });
    expect(auth.calls).toMatchObject([
      { input: { UserAttributeNames: userAttributeKeys } },
      { member: 'tokens$', input: { forceRefresh: true } },
    ]);
  });

  it.each([[[]], ['nickname'], [[7]], [['']], [new Array(2)]])(
    'refuses %p as names (R42)',
    async (userAttributeKeys) => {
      const auth = createFakeAuth();
      const input = { userAttributeKeys } as never;
      expect(await refusalOf(deleteUserAttributes$(auth, input))).toMatchObject({ kind: 'validation' });
      expect(auth.calls).toEqual([]);
    },
  );
});
