import { resendSignUpCode$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('resendSignUpCode$', () => {
  it('asks for the code, and says where it went', async () => {
    const auth = createFakeAuth([
      { CodeDeliveryDetails: { Destination: '+*1', DeliveryMedium: 'SMS', AttributeName: 'phone_number' } },
    ]);
    const input = { username: 'ada', clientMetadata: { a: 'b' } };
    expect(await outcomeOf(resendSignUpCode$(auth, input))).toEqual({
      values: [{ destination: '+*1', deliveryMedium: 'SMS', attributeName: 'phone_number' }],
    });
    expect(auth.calls[0]?.input).toEqual({
      ClientId: 'client-id',
      Username: 'ada',
      ClientMetadata: { a: 'b' },
    });
  });

  it('says nothing where Cognito does', async () => {
    expect(await outcomeOf(resendSignUpCode$(createFakeAuth([{}]), { username: 'ada' }))).toEqual({
      values: [{}],
    });
  });
});
