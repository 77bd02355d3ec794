import { attributes, flag, listOf, nameOf, object, text, texts, wordOf } from './kinds';
import type { Schema } from './schema';

/** A second factor. */
export const MFA_SCHEMA: Schema = wordOf('SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA');

/** A user, as `UserOptions` has it. */
export const USER_SCHEMA: Schema = object(
  {
    username: nameOf('^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]{1,128}$'),
    password: text,
    attributes,
    status: {
      type: 'string',
      enum: ['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'],
      description: 'With FORCE_CHANGE_PASSWORD the password is a temporary one.',
    },
    enabled: flag,
    groups: texts,
    mfa: object(
      { enabled: listOf(MFA_SCHEMA), preferred: MFA_SCHEMA, totpSecret: nameOf('^[A-Z2-7]+$') },
      'enabled',
    ),
  },
  'username',
);
