/** A device that a sign-in was given a key for. */
export interface Device {
  readonly deviceKey: string;
  readonly deviceGroupKey: string;
  name: string | undefined;
  /** Set once `ConfirmDevice` has brought its password verifier. */
  secret: { readonly salt: bigint; readonly verifier: bigint } | undefined;
  remembered: boolean;
  readonly createdAt: number;
  modifiedAt: number;
  authenticatedAt: number;
}

/** A device whose secret the pool can verify. */
export type ConfirmedDevice = Device & { readonly secret: NonNullable<Device['secret']> };

/** Tells whether a device may prove itself. */
export function isConfirmed(device: Device): device is ConfirmedDevice {
  return device.secret !== undefined;
}
