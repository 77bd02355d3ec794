import { EMPTY } from 'rxjs';
import { confirmUserAttribute$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('confirmUserAttribute$', () => {
  it('sends the code, brings the tokens up to date, and has nothing to say (R75)', async () => {
    const auth = createFakeAuth([{}], { tokens$: EMPTY });
    const input = { userAttributeKey: 'email', confirmationCode: '123456' } as const;
    expect(await outcomeOf(confirmUserAttribute$(auth, input))).toStrictEqual({ values: [undefined] });
    expect(auth.calls).toMatchObject([
      { input: { AttributeName: 'email', Code: '123456' } },
      { member: 'tokens$', input: { forceRefresh: true } },
    ]);
  });

  it.each(['userAttributeKey', 'confirmationCode'])('refuses to do without %s (R42)', async (name) => {
    const input = { userAttributeKey: 'email', confirmationCode: '123456', [name]: '' } as never;
    expect(await refusalOf(confirmUserAttribute$(createFakeAuth(), input))).toMatchObject({
      message: expect.stringContaining(name),
    });
  });
});
