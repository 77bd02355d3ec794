import type { Call } from '../pool/pool';
import { optional, readInput, stringMap, text, type InputOf, type InputShape } from '../wire/constraint';

/** An operation: reads the members of a request and answers. `undefined` is a success with an empty body. */
export type Operation = (body: ReadonlyMap<string, unknown>, call: Call) => Promise<object | undefined>;

/** Declares an operation: the constraints of its input, and what it does with it. */
export function operation<S extends InputShape>(
  shape: S,
  run: (input: InputOf<S>, call: Call) => Promise<object | undefined> | object | undefined,
): Operation {
  return async (body, call) => run(readInput(shape, body), call);
}

const TOKEN = /^[A-Za-z0-9-_=.]+$/;

// The shapes of the service model that several operations share.
export const clientId = text({ min: 1, max: 128, pattern: /^[\w+]+$/ });
export const clientSecret = optional(text({ min: 1, max: 64, pattern: /^[\w+]+$/ }));
export const clientMetadata = optional(stringMap());
export const deviceKey = text({ min: 1, max: 55, pattern: /^[\w-]+_[0-9a-f-]+$/ });
export const password = text({ max: 256, pattern: /^\S+.*\S+$|^\S$/ });
export const poolId = text({ min: 1, max: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ });
export const secretHash = optional(text({ min: 1, max: 128, pattern: /^[\w+=/]+$/ }));
export const session = text({ min: 20, max: 2048 });
export const token = text({ min: 1, pattern: TOKEN });
export const username = text({ min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u });
export const confirmationCode = text({ min: 1, max: 2048, pattern: /^\S+$/ });
