import { list, oneOf, optional, stringMap, structure, text } from '../wire/constraint';

// Members that several operations read, with the limits of Cognito's service model.

const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

/** Whether what is linked to a session ends with it. */
export const associatedSessions = optional(oneOf('NONE', 'LINKED'));

/** The name of an attribute. */
export const attributeName = text({ min: 1, max: 32, pattern: NAME });

/** Attributes with their values. */
export const attributeList = list(structure({ Name: attributeName, Value: optional(text({ max: 2048 })) }));

/** An app client's id. */
export const clientId = text({ min: 1, max: 128, pattern: /^[\w+]+$/ });

/** What a client passes on to the pool's triggers. */
export const clientMetadata = optional(stringMap());

/** An app client's secret, where an operation takes it in the open. */
export const clientSecret = optional(text({ min: 1, max: 64, pattern: /^[\w+]+$/ }));

/** A code that was sent to a user. */
export const confirmationCode = text({ min: 1, max: 2048, pattern: /^\S+$/ });

/** A device's key. */
export const deviceKey = text({ min: 1, max: 55, pattern: /^[\w-]+_[0-9a-f-]+$/ });

/** A password. */
export const password = text({
  max: 256,
  pattern: /^\S+.*\S+$|^\S$/,
  printedPattern: '^[\\S]+.*[\\S]+$',
});

/** A pool's id. */
export const poolId = text({ min: 1, max: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ });

/** The proof that a client knows its secret. */
export const secretHash = optional(text({ min: 1, max: 128, pattern: /^[\w+=/]+$/ }));

/** The handle of a challenge. */
export const session = text({ min: 20, max: 2048 });

/** An access token or a refresh token. */
export const token = text({ min: 1, pattern: /^[A-Za-z0-9-_=.]+$/ });

/** A user's name. */
export const username = text({ min: 1, max: 128, pattern: NAME });
