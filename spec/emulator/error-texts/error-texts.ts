import { ACCOUNT } from './account';
import { ADMINISTRATORS } from './administrators';
import { IDENTITY_POOLS } from './identity-pools';
import { PASSKEYS } from './passkeys';
import { SECOND_FACTORS } from './second-factors';
import { SESSIONS } from './sessions';
import { SIGN_IN } from './sign-in';
import { WIRE } from './wire';
import type { ErrorText } from './case';

/** Every text that the emulator has, with a case for each. */
export const ERROR_TEXTS: readonly ErrorText[] = [
  ...SIGN_IN,
  ...ACCOUNT,
  ...ADMINISTRATORS,
  ...SESSIONS,
  ...SECOND_FACTORS,
  ...PASSKEYS,
  ...IDENTITY_POOLS,
  ...WIRE,
];
