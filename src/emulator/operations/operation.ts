import type { Call } from '../pool/pool';
import { readInput, type InputOf, type InputShape } from '../wire/constraint';

/** An operation: reads the members of a request and answers. `undefined` is a success with an empty body. */
export type Operation = (body: ReadonlyMap<string, unknown>, call: Call) => Promise<object | undefined>;

/** Declares an operation: the constraints of its input, and what it does with it. */
export function operation<S extends InputShape>(
  shape: S,
  run: (input: InputOf<S>, call: Call) => Promise<object | undefined> | object | undefined,
): Operation {
  return async (body, call) => run(readInput(shape, body), call);
}
