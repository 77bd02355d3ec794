import type { CodeDeliveryDetails } from 'rx-cognito';

/** Where a code was sent, masked by Cognito, and which attribute that is. */
export interface AuthCodeDeliveryDetails extends CodeDeliveryDetails {
  readonly attributeName?: string;
}

/** What Cognito says of a code that it sent. */
interface Delivered {
  readonly Destination?: string | undefined;
  readonly DeliveryMedium?: string | undefined;
  readonly AttributeName?: string | undefined;
}

/** Returns where a code was sent; nothing is in it where the pool sent none. */
export function codeDeliveryOf(delivered: Delivered | undefined): AuthCodeDeliveryDetails {
  const { Destination, DeliveryMedium, AttributeName } = delivered ?? {};
  return Object.freeze({
    ...(Destination === undefined ? {} : { destination: Destination }),
    ...(DeliveryMedium === undefined ? {} : { deliveryMedium: DeliveryMedium }),
    ...(AttributeName === undefined ? {} : { attributeName: AttributeName }),
  });
}
