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
}

class Violation extends Error {
  constructor(at: string, demand: string) {
    super(`Value at '${at}' failed to satisfy constraint: Member must ${demand}`);
  }
}

/** Reads a request's members, or refuses the request with all that is wrong about it, as Cognito does. */
export function readInput<S extends InputShape>(shape: S, body: ReadonlyMap<string, unknown>): InputOf<S> {
  const violations: string[] = [];
  const members = Object.entries(shape).map(([name, constraint]) => {
    try {
      return [name, constraint(body.get(name), name.charAt(0).toLowerCase() + name.slice(1))];
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      violations.push(error.message);
      return [name, undefined];
    }
  });
  if (violations.length > 0) {
    const count =
      violations.length === 1 ? '1 validation error' : `${String(violations.length)} validation errors`;
    throw invalidParameter(`${count} detected: ${violations.join('; ')}`);
  }
  return Object.fromEntries(members) as InputOf<S>;
}

/** A string within limits. */
export function text({ min = 0, max = Infinity, pattern }: TextLimits = {}): Constraint<string> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    if (typeof value !== 'string') throw unreadable();
    if (value.length < min) throw new Violation(at, `have length greater than or equal to ${String(min)}`);
    if (value.length > max) throw new Violation(at, `have length less than or equal to ${String(max)}`);
    if (pattern && !pattern.test(value))
      throw new Violation(at, `satisfy regular expression pattern: ${pattern.source}`);
    return value;
  };
}

/** One of some words. */
export function oneOf<const W extends string>(...words: readonly W[]): Constraint<W> {
  return (value, at) => {
    const wanted = text()(value, at);
    const word = words.find((candidate) => candidate === wanted);
    if (word === undefined) throw new Violation(at, `satisfy enum value set: [${words.join(', ')}]`);
    return word;
  };
}

/** A whole number within limits. */
export function integer(min: number, max: number): Constraint<number> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    if (typeof value !== 'number' || !Number.isInteger(value)) throw unreadable();
    if (value < min) throw new Violation(at, `have value greater than or equal to ${String(min)}`);
    if (value > max) throw new Violation(at, `have value less than or equal to ${String(max)}`);
    return value;
  };
}

/** A document: any JSON object, which the operation reads by itself. */
export function anything(): Constraint<unknown> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    return value;
  };
}

/** `true` or `false`. */
export function flag(): Constraint<boolean> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
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
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    const members = [...membersOf(value)].filter(([, member]) => member !== null);
    return new Map(members.map(([name, member]) => [name, text()(member, `${at}.${name}`)]));
  };
}

/** A list, each of its members under the same constraint. */
export function list<T>(member: Constraint<T>, max = Infinity): Constraint<readonly T[]> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    if (!Array.isArray(value)) throw unreadable();
    if (value.length > max) throw new Violation(at, `have length less than or equal to ${String(max)}`);
    return value.map((item, index) => member(item, `${at}.${String(index + 1)}.member`));
  };
}

/** A structure. */
export function structure<S extends InputShape>(shape: S): Constraint<InputOf<S>> {
  return (value, at) => {
    if (value === undefined || value === null) throw new Violation(at, 'not be null');
    const members = membersOf(value);
    return Object.fromEntries(
      Object.entries(shape).map(([name, constraint]) => [
        name,
        constraint(members.get(name), `${at}.${name.charAt(0).toLowerCase()}${name.slice(1)}`),
      ]),
    ) as InputOf<S>;
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
