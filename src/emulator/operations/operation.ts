import type { Call } from '../pool/pool';
import { readInput, type InputOf, type InputShape } from '../wire/constraint';

/** An operation: reads the members of a request and answers. `undefined` is a success with an empty body. */
export interface Operation {
  (body: ReadonlyMap<string, unknown>, call: Call): Promise<object | undefined>;
  /** The names of the members that it reads; whatever else a request has is left alone. */
  readonly members: readonly string[];
}

/** Declares an operation: the constraints of its input, and what it does with it. */
export function operation<S extends InputShape>(
  shape: S,
  run: (input: InputOf<S>, call: Call) => Promise<object | undefined> | object | undefined,
): Operation {
  const answer = async (body: ReadonlyMap<string, unknown>, call: Call) => run(readInput(shape, body), call);
  return Object.assign(answer, { members: Object.keys(shape) });
}
