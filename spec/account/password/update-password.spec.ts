import { updatePassword$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('updatePassword$', () => {
  it('sends both passwords as they are, and has nothing to say', async () => {
    const auth = createFakeAuth([{}]);
    const input = { oldPassword: 'old ', newPassword: ' new' };
    expect(await outcomeOf(updatePassword$(auth, input))).toStrictEqual({ values: [undefined] });
    expect(auth.calls[0]?.input).toEqual({
      AccessToken: auth.accessToken,
      PreviousPassword: 'old ',
      ProposedPassword: ' new',
    });
  });

  it('gives a first password to a user who has none', async () => {
    const auth = createFakeAuth([{}]);
    await outcomeOf(updatePassword$(auth, { newPassword: 'new' }));
    expect(auth.calls[0]?.input).toEqual({ AccessToken: auth.accessToken, ProposedPassword: 'new' });
  });

  it('passes on that the present password is wrong, after one request (R64)', async () => {
    const refused = serviceError('NotAuthorizedException');
    const auth = createFakeAuth([refused]);
    expect(await refusalOf(updatePassword$(auth, { oldPassword: 'old', newPassword: 'new' }))).toBe(refused);
    expect(auth.calls).toHaveLength(1);
  });

  it('refuses an empty present password (R42)', async () => {
    const input = { oldPassword: '', newPassword: 'new' };
    expect(await refusalOf(updatePassword$(createFakeAuth(), input))).toMatchObject({
      message: 'The argument oldPassword is not a password of 1 to 256 characters.',
    });
  });
});
