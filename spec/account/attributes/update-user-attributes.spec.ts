import { EMPTY, NEVER, throwError } from 'rxjs';
import { updateUserAttributes$ } from '../../../src/account';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { watch } from '../../fakes/marbles';
import { createFakeAuth, outcomeOf, refusalOf, turns } from '../fake-auth';

const DONE = { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } };
const userAttributes = { email: 'ada@example.com', nickname: 'ada' };

describe('updateUserAttributes$', () => {
  it('says what became of each attribute, once the tokens are up to date', async () => {
    const CodeDeliveryDetailsList = [
      { AttributeName: 'email', Destination: 'a***', DeliveryMedium: 'EMAIL' },
      { Destination: 'nowhere' },
    ];
    const auth = createFakeAuth([{ CodeDeliveryDetailsList }], { tokens$: EMPTY });
    const input = { userAttributes, clientMetadata: { a: 'b' } };
    expect(await outcomeOf(updateUserAttributes$(auth, input))).toEqual({
      values: [
        {
          email: {
            isUpdated: false,
            nextStep: {
              updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
              codeDeliveryDetails: { attributeName: 'email', destination: 'a***', deliveryMedium: 'EMAIL' },
            },
          },
          nickname: DONE,
        },
      ],
    });
    expect(auth.calls).toMatchObject([
      {
        input: {
          UserAttributes: [
            { Name: 'email', Value: 'ada@example.com' },
            { Name: 'nickname', Value: 'ada' },
          ],
          ClientMetadata: { a: 'b' },
        },
      },
      { member: 'tokens$', input: { forceRefresh: true } },
    ]);
  });

  it('waits for the tokens', async () => {
    const auth = createFakeAuth([{}], { tokens$: NEVER });
    const watched = watch(updateUserAttributes$(auth, { userAttributes }));
    await turns();
    expect(auth.calls).toMatchObject([{ status: 'answered' }, { member: 'tokens$' }]);
    expect(watched.values).toEqual([]);
    watched.subscription.unsubscribe();
    expect(auth.calls[1]).toMatchObject({ status: 'aborted' });
  });

  it('does not err where only the tokens could not be had: the attributes are changed', async () => {
    const auth = createFakeAuth([{}], { tokens$: throwError(() => networkError()) });
    expect(await outcomeOf(updateUserAttributes$(auth, { userAttributes }))).toEqual({
      values: [{ email: DONE, nickname: DONE }],
    });
  });

  it('asks for no tokens after a refusal', async () => {
    const auth = createFakeAuth([serviceError('AliasExistsException')]);
    await refusalOf(updateUserAttributes$(auth, { userAttributes }));
    expect(auth.calls).toHaveLength(1);
  });

  it('refuses to change nothing', async () => {
    const auth = createFakeAuth();
    expect(await refusalOf(updateUserAttributes$(auth, { userAttributes: {} }))).toMatchObject({
      kind: 'validation',
      message: 'The argument userAttributes is not a record of at least one attribute.',
    });
  });
});
