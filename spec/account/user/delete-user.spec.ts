import { deleteUser$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('deleteUser$', () => {
  it('sends it once, and has nothing to say', async () => {
    const auth = createFakeAuth([{}]);
    expect(await outcomeOf(deleteUser$(auth))).toStrictEqual({ values: [undefined] });
    expect(auth.calls).toMatchObject([{ command: 'DeleteUser', input: { AccessToken: auth.accessToken } }]);
  });
});
