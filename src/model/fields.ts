/** The fields of an object of unknown make: each is looked at before it is believed. */
export type Fields = Readonly<Partial<Record<string, unknown>>>;

/** Whether a value has fields. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads fields of what a caller passed, each once: a getter may say something else the next time, after the check. What is
 * `undefined` is left out; a list is copied.
 */
export function readOnce<Given extends object, Field extends keyof Given & string>(
  given: Given | null | undefined,
  fields: readonly Field[],
): Partial<Pick<Given, Field>> {
  const values = fields.map((field): [Field, unknown] => {
    const value: unknown = given?.[field];
    return [field, Array.isArray(value) ? Object.freeze([...(value as unknown[])]) : value];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Partial<Pick<Given, Field>>;
}

/** Returns a value that is a text, and not an empty one; `undefined` for any other. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Returns the fields of the object that stands in a text; `undefined` where none does. Never throws. */
export function parseFields(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
