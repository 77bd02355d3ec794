import { invalidParameter } from '../errors';

/** Reads a parameter that a flow or a challenge cannot do without. */
export function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
