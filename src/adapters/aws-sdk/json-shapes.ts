import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';
import type { bytesOfBase64 } from '../../model/decode';
import type { base64OfBytes } from '../text/encode';

/** Is a shape, by which the SDK says what a command takes and what comes back. */
export type Shape = $SchemaRef;

/** How bytes are written and read. */
export interface Base64 {
  readonly base64OfBytes: typeof base64OfBytes;
  readonly bytesOfBase64: typeof bytesOfBase64;
}

type Convert = (shape: NormalizedSchema, value: unknown) => unknown;

const SECOND_MS = 1_000;

/** A list or map with nothing in a place has no such place, on the wire as in the SDK's own reading of it. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Converts what stands at the leaves of a value, and leaves out what its shape does not know. */
function converted(shape: NormalizedSchema, value: unknown, leaf: Convert): unknown {
  if (typeof value !== 'object' || value === null) return leaf(shape, value);
  if (shape.isStructSchema()) {
    const fields = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      [...shape.structIterator()]
        .filter(([name]) => isGiven(fields[name]))
        .map(([name, member]) => [name, converted(member, fields[name], leaf)]),
    );
  }
  if (shape.isListSchema() && Array.isArray(value)) {
    const member = shape.getValueSchema();
    return value.filter(isGiven).map((item) => converted(member, item, leaf));
  }
  if (shape.isMapSchema()) {
    const member = shape.getValueSchema();
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => isGiven(item))
        .map(([key, item]) => [key, converted(member, item, leaf)]),
    );
  }
  return leaf(shape, value);
}

/** Writes the input of a command as AWS JSON 1.1: times as seconds, bytes as base64. */
export function jsonOf(shape: Shape, input: unknown, { base64OfBytes }: Base64): string {
  const written = converted(NormalizedSchema.of(shape), input, (_, value) => {
    if (value instanceof Date) return value.getTime() / SECOND_MS;
    return value instanceof Uint8Array ? base64OfBytes(value) : value;
  });
  return JSON.stringify(written);
}

/** Reads what came back, already out of its JSON; throws where a time or bytes are none. */
export function outputOf(shape: Shape, answer: unknown, { bytesOfBase64 }: Base64): unknown {
  return converted(NormalizedSchema.of(shape), answer, (of, value) => {
    if (of.isTimestampSchema()) return timeOf(value);
    return of.isBlobSchema() && typeof value === 'string' ? bytesOfBase64(value) : value;
  });
}

function timeOf(value: unknown): Date {
  const time = new Date(Math.round(Number(value) * SECOND_MS));
  if (Number.isNaN(time.getTime())) throw new TypeError('This is no time.');
  return time;
}
