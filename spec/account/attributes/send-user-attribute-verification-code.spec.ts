import { sendUserAttributeVerificationCode$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('sendUserAttributeVerificationCode$', () => {
  it('asks for the code, and says where it went', async () => {
    const auth = createFakeAuth([
      { CodeDeliveryDetails: { Destination: 'a***', DeliveryMedium: 'EMAIL', AttributeName: 'email' } },
    ]);
    const input = { userAttributeKey: 'email', clientMetadata: { a: 'b' } } as const;
    expect(await outcomeOf(sendUserAttributeVerificationCode$(auth, input))).toEqual({
      values: [{ destination: 'a***', deliveryMedium: 'EMAIL', attributeName: 'email' }],
    });
    expect(auth.calls[0]?.input).toEqual({
      AccessToken: auth.accessToken,
      AttributeName: 'email',
      ClientMetadata: { a: 'b' },
    });
  });
});
