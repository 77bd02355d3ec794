import { bytesOfBase64 } from '../../model/decode';
import { bigintOfBytes } from './bytes';

/** Large numbers are written in base64: in hex, they are a kilobyte more on the wire, compressed. */
export const integerIn = (base64: string): bigint => bigintOfBytes(bytesOfBase64(base64));

/**
 * The prime of Cognito's group: the 3072-bit one of RFC 5054 appendix A, which is group 15 of RFC 3526. It is a safe
 * prime, and begins and ends with 64 ones.
 */
// prettier-ignore
export const N = integerIn('///////////JD9qiIWjCNMTGYouA3BzRKQJOCIpnzHQCC76mOxObIlFKCHmONATd75UZs806QxswKwpt8l8UN0/hNW1tUcJF5IW1dmJefsb0TELppjftawv/XLb0Brft7jhr+1qJn6WunyQRfEsf5kkoZlHs5Fs9wgB8uKFjvwWY2kg2HFXTmmkWP6j9JM9fg2VdI9yjrZYcYvNWIIVSu57VKQdwlpZtZww1Tkq8mATxdGwIyhghfDKQXkYuNs474553LBgOhgObJ4Oi7Aeij7XFXfBvTFLJ3ivL9pVYFxg5lUl86pVq5RXSJhiY+gUQFXKOWoqqxC2tMxcNBFB6M6hVIavfHLpk7PuFBFjb7wqK6nFXXQYMfbOXD4Wm4eTHq/WujNsJM9cejJTgSiVhnc7j0iYa0u5r8S/6BtmKCGTYdgJzPshqZFIfKxgXeyAMu+EXV3phXWx3CYjAutlG4gjiT6B05asxQ9tb/OD9EI5LgtEgqTrSyv//////////');

/** The generator of the group. */
export const G = 2n;

/** SRP-6a's multiplier: `SHA256(padHex(N) ‖ padHex(g))`. */
export const K = 0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6n;

/** Bits of N. */
export const GROUP_BITS = 3072;

/** Exponent bits that one tooth of the comb covers; five teeth cover the 256 bits of a and x. */
export const TOOTH_BITS = 52;

/**
 * `g^(2^52)`, `g^(2^104)`, `g^(2^156)` and `g^(2^208)` in base64: the teeth of the comb that raises g. To square one's way
 * there costs 208 multiplications for each sign-in, to load them 1.6 kB.
 */
// prettier-ignore
export const COMB_TEETH: readonly string[] = [
  'DcO1EbpaWq5AOuK+eLoTYhMCH5Qc5rz2pmAOYKX8YfdqPgx2Ue7c4wJ7SB2w7s/dCJk091OSDMcXcbjcNHZ1fmBRZyHIcLwQyLtLFexjIRgSOFpZhHwSJOQydbbpb7nFfZ2AkxRjIp6BkOlouOwGuZjL2RzT2cQq5YvAI6Vz/Z8TVO1I2iCAVeA9BTMnN07/k0Ij+wDRYUGNxAG+HQNmBpqJE+3ujIXxYTIt4fdPMYV3Lqi1uzy9SPMJzk5PPIPPxuHkL7GCPRgmfjMjsM+DoCM0SXvcGhfy+V/cKkJmS0qeYRqXipNg6THHqJqj0SxE75C7SkpiaNsSljaspW81HYBxIFTorBk65JLAeNBp0CHfyenVrRN/g4A08sRtS3qgXbjtTrkHqYzaEwGHJ/VBLBhr0Xj5pami68T+KlZzkJuyHdWrqWq/InWJ11H8kxcFKhdyvI9gsA+DiES9uIZMo+yOD8YtZYarJps06dPG5DAbr4EAvQ4P5AzCBAGITWLB',
  'zJ8ACwy7eWEuusa/pChJ6jvyxCUEMSHVY8lKQ4sZA7Igqhvaof1yogOLD3fR5y7yAvb09nD3T4Td1EuysouCNTzN+xSxu3gBAP0Pm8fMgdlas+i3XaB+4bqWarrx2Dk9B9g00HNwTcfF0rnAY0flBhuqZtmLVs0zorI6QQzrF4E/sQhifyCMK4GWXxZrCVIKnZbpcEBAPux935fpeU3i8caWJNEE4Ai2P1BNJZRyo0G2xtfXxNKylYaFHenzLkgmI0kP5jC26e6EzPV0N9vAZzx6tTojm+g3qE6fTrVLvuyZplnES1vqMbYABdI5v5gY9uKJMwZljvSqbCCaVCnUUVacRFtMIGDvRj+RYn8Mm6yPxPCNq04oHoUtUSTHpioJ+hJq6/p/EIyCJGw/wimpTeeeKlW2+6j11MbQWj8xROhLhjOvPiFp6wlv2gZT0Og1rm3JLy69k0zJqs/jdptEbcTuI38BN+N3OD3OmsZhVojVNyJT3FaQp/Drfhhindfy',
  'zUr4xrhwv9fnP6QgH697NE91bv+AtHOvU/ZejNk3RhAV43x9VTVd2XqAPkOxiObDdvdP4fx6aBLpTYh66XX3u9ejLkqgN0WN79lUNzR6ghlE6U3RsGMIB/rQnIvJqHS8ckp97HTLbbXs3Y7YYwxYXBB4PnFXmiE/0ctgjCnKuL1p3nYoG2kSVe8AXdFZa344UjQeZ7y1S5aIc6IvUQP3UqqimU8VWSSAtRqnYqt7Z+kwIwclwLktx2ow6HHjJKKB4DI0RRcv5ouRHacv1f3pIExWPaWBi9llVdlahC01/ep8wdCrfhZ4M/hMKgz83yMg85X5E+VS1Cp0qKb6EqlvTjj8T/3+EKHkMzRlWOh9jL52bMUSebC5cfnhg725mcZpypSMmpjtu0NsmXPRSntvsZrAKjemMy790t1nwPU4AQBsgygfQZRwWxRh0hwF0k1vSomk01wtnjIAw/RPeXFwxSn3VCHx2rHNyQuJj/+3y+8rmvNCFnP9OSbVL8dbddsW',
  'lWWjPu0aVryyHiiGofczxTAKe5NzL0AkYllfn5Q3S6oKQNwfTd/V72DuOSWte6ky/p20G/L+dnTxEvvoCf8vdiO34gn7S9j1UTgmDBPdHwpB/8j3MU18HyH5j1IF5pdaqn70LBCQ0BRdfxLF2QvhMgpN7XrLqjfxu68f7DlcMPfrxB2Tg0+o/EInm139AZn3CKAC6A0brSlRJtC3nwf+nGk2BGKi6758qAeEnEQlVtciKu4fUc/03/I6sL1IaAfo69N7uN5Fn0dpQv2DXhSgVCMhRAZ8hAnMOGcBJXfeInMCqoV4F10kS/unYD9pbOicJ82YYhXKF9EslLi0k5b2GXBpQr0BjgrfdhH0K0FjlMfdKsJOXDi7k/yZOb/FBJipb7c+wh3BQhlPQKD6oP421lWVJDESJI3pKdmSyhNh04XMy2E1JPC0g169k3t8FIb0rqsMER7IBGGShEDeR35orWyQZR2qgH3h48EavqRHgvQYSGfrN7EzwZhXlYQj97X1',
];
