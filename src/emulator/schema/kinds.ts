import type { Schema } from './schema';

/** The longest wait that a timer can be set to, milliseconds: some 24 days. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** A text. */
export const text: Schema = { type: 'string' };

/** A name as the wire takes it. */
export const nameOf = (pattern: string): Schema => ({ type: 'string', pattern });

/** A list of texts. */
export const texts: Schema = { type: 'array', items: text };

/** `true` or `false`. */
export const flag: Schema = { type: 'boolean' };

/** A lifetime, or a wait. */
export const milliseconds: Schema = { type: 'number', minimum: 0 };

/** How long a request may be made to wait. */
export const waitMs: Schema = { type: 'number', minimum: 0, maximum: LONGEST_WAIT_MS };

/** Attributes of a user. */
export const attributes: Schema = { type: 'object', additionalProperties: text };

/** Makes the schema of one of some words. */
export const wordOf = (...words: readonly string[]): Schema => ({ type: 'string', enum: words });

/** Makes the schema of a list. */
export const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** Makes the schema of an object that has these members and no others. */
export const object = (
  properties: Readonly<Record<string, Schema>>,
  ...required: readonly string[]
): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 && { required }),
});
