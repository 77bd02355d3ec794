import { CognitoError, invalidParameter } from '../errors';

/** Reads one member of a request, or throws a `Violation`. */
export type Constraint<T> = (value: unknown, at: string) => T;

/** What a request must look like: a constraint for each member that the operation reads. */
export type InputShape = Readonly<Record<string, Constraint<unknown>>>;

/** The input that a shape yields. */
export type InputOf<S extends InputShape> = { readonly [K in keyof S]: ReturnType<S[K]> };

interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The pattern as Cognito's service model has it, where that is not the one above without its anchors. */
  readonly printedPattern?: string;
}

/** All that is wrong with a value. */
class Violations extends Error {
  constructor(readonly messages: readonly string[]) {
    super(messages.join('; '));
  }
}

function violation(at: string, ...demands: readonly string[]): Violations {
  return new Violations(
    demands.map((demand) => `Value at '${at}' failed to satisfy constraint: Member must ${demand}`),
  );
}

/** Reads a request's members, or refuses the request with all that is wrong about it, as Cognito does. */
export function readInput<S extends InputShape>(shape: S, body: ReadonlyMap<string, unknown>): InputOf<S> {
  try {
    return readMembers(shape, body, '');
  } catch (error) {
    if (!(error instanceof Violations)) throw error;
    const { length } = error.messages;
    const count = length === 1 ? '1 validation error' : `${String(length)} validation errors`;
    throw invalidParameter(`${count} detected: ${error.message}`);
  }
}

function readMembers<S extends InputShape>(
  shape: S,
  members: ReadonlyMap<string, unknown>,
  prefix: string,
): InputOf<S> {
  const read = every(Object.entries(shape), ([name, constraint]): readonly [string, unknown] => [
    name,
    constraint(members.get(name), `${prefix}${name.charAt(0).toLowerCase()}${name.slice(1)}`),
  ]);
  return Object.fromEntries(read) as InputOf<S>;
}

// Reads all of them before it complains, so that nothing wrong goes unsaid.
function every<T, R>(items: readonly T[], read: (item: T, index: number) => R): readonly R[] {
  const messages: string[] = [];
  const results = items.flatMap((item, index) => {
    try {
      return [read(item, index)];
    } catch (error) {
      if (!(error instanceof Violations)) throw error;
      messages.push(...error.messages);
      return [];
    }
  });
  if (messages.length > 0) throw new Violations(messages);
  return results;
}

/** A string within limits. */
export function text(limits: TextLimits = {}): Constraint<string> {
  const { min = 0, max = Infinity, pattern } = limits;
  const printed = limits.printedPattern ?? pattern?.source.replace(/^\^|\$$/g, '') ?? '';
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    if (typeof value !== 'string') throw unreadable();
    const demands = [
      ...(value.length < min ? [`have length greater than or equal to ${String(min)}`] : []),
      ...(value.length > max ? [`have length less than or equal to ${String(max)}`] : []),
      ...(pattern?.test(value) === false ? [`satisfy regular expression pattern: ${printed}`] : []),
    ];
    if (demands.length > 0) throw violation(at, ...demands);
    return value;
  };
}

/** One of some words. */
export function oneOf<const W extends string>(...words: readonly W[]): Constraint<W> {
  return (value, at) => {
    const wanted = text()(value, at);
    const word = words.find((candidate) => candidate === wanted);
    if (word === undefined) throw violation(at, `satisfy enum value set: [${words.join(', ')}]`);
    return word;
  };
}

/** A whole number within limits. */
export function integer(min: number, max: number): Constraint<number> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    if (typeof value !== 'number' || !Number.isInteger(value)) throw unreadable();
    if (value < min) throw violation(at, `have value greater than or equal to ${String(min)}`);
    if (value > max) throw violation(at, `have value less than or equal to ${String(max)}`);
    return value;
  };
}

/** A document: any JSON object, which the operation reads by itself. */
export function anything(): Constraint<unknown> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    return value;
  };
}

/** `true` or `false`. */
export function flag(): Constraint<boolean> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    if (typeof value !== 'boolean') throw unreadable();
    return value;
  };
}

/**
 * A map of strings, in which a null stands for no member: clients send it for a device key that they do not have.
 * Read into a `Map`, so that a member called `__proto__` is a member like any other.
 */
export function stringMap(): Constraint<ReadonlyMap<string, string>> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    const members = [...membersOf(value)].filter(([, member]) => member !== null);
    return new Map(every(members, ([name, member]) => [name, text()(member, `${at}.${name}`)] as const));
  };
}

/** A list, each of its members under the same constraint. */
export function list<T>(member: Constraint<T>, max = Infinity): Constraint<readonly T[]> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    if (!Array.isArray(value)) throw unreadable();
    if (value.length > max) throw violation(at, `have length less than or equal to ${String(max)}`);
    return every(value, (item: unknown, index) => member(item, `${at}.${String(index + 1)}.member`));
  };
}

/** A structure. */
export function structure<S extends InputShape>(shape: S): Constraint<InputOf<S>> {
  return (value, at) => {
    if (value === undefined || value === null) throw violation(at, 'not be null');
    return readMembers(shape, membersOf(value), `${at}.`);
  };
}

/** Whatever another constraint reads, or nothing. */
export function optional<T>(constraint: Constraint<T>): Constraint<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : constraint(value, at));
}

/** Reads the members of a JSON object. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
  return new Map(Object.entries(value));
}

/** Makes the refusal of what is not even the right kind of JSON. */
export function unreadable(): CognitoError {
  return new CognitoError('SerializationException', 'Could not deserialize the request.');
}
