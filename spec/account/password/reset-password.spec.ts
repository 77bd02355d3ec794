import { resetPassword$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('resetPassword$', () => {
  it('asks for the code, and says where it went', async () => {
    const auth = createFakeAuth([
      { CodeDeliveryDetails: { Destination: 'a***', DeliveryMedium: 'EMAIL', AttributeName: 'email' } },
    ]);
    const input = { username: 'ada@example.com', clientMetadata: { a: 'b' } };
    expect(await outcomeOf(resetPassword$(auth, input))).toEqual({
      values: [
        {
          isPasswordReset: false,
          nextStep: {
            resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
            codeDeliveryDetails: { destination: 'a***', deliveryMedium: 'EMAIL', attributeName: 'email' },
          },
        },
      ],
    });
    expect(auth.calls[0]?.input).toEqual({
      ClientId: 'client-id',
      Username: 'ada@example.com',
      ClientMetadata: { a: 'b' },
    });
  });
});
