import * as shapes from '../../../src/adapters/aws-sdk/json-shapes';
import type { Shape } from '../../../src/adapters/aws-sdk/json-shapes';
import { base64OfBytes } from '../../../src/adapters/text/encode';
import { bytesOfBase64 } from '../../../src/model/decode';

const BASE64 = { base64OfBytes, bytesOfBase64 };
const jsonOf = (shape: Shape, input: unknown) => shapes.jsonOf(shape, input, BASE64);
const outputOf = (shape: Shape, answer: unknown) => shapes.outputOf(shape, answer, BASE64);

const [STRING, TIME, DOCUMENT, BLOB, LIST_OF, MAP_OF] = [0, 4, 15, 21, 64, 128] as const;

const struct = (members: Readonly<Record<string, Shape>>): Shape => [
  3,
  'spec',
  'Struct',
  0,
  Object.keys(members),
  Object.values(members),
];
const listOf = (member: Shape): Shape => [1, 'spec', 'List', 0, member];
const mapOf = (member: Shape): Shape => [2, 'spec', 'Map', 0, STRING, member];

const written = (members: Readonly<Record<string, Shape>>, input: unknown): unknown =>
  JSON.parse(jsonOf(struct(members), input));

describe('jsonOf', () => {
  it('writes what the shape knows, and leaves out the rest', () => {
    expect(written({ Name: STRING }, { Name: 'ada', Other: 'x' })).toEqual({ Name: 'ada' });
  });

  it('leaves out what is not given', () => {
    const members = { A: STRING, B: STRING, List: LIST_OF | STRING, Map: MAP_OF | STRING };
    const input = { A: undefined, B: null, List: ['a', null], Map: { a: '1', b: undefined } };
    expect(written(members, input)).toEqual({ List: ['a'], Map: { a: '1' } });
  });

  it('writes nothing as an empty object', () => {
    expect(jsonOf('unit', {})).toBe('{}');
    expect(jsonOf(struct({}), {})).toBe('{}');
  });

  it('writes times as seconds and bytes as base64, however deep', () => {
    const members = { Times: listOf(struct({ At: TIME })), Blobs: mapOf(BLOB) };
    const input = { Times: [{ At: new Date(1_500) }], Blobs: { a: Uint8Array.of(1, 2, 3) } };
    expect(written(members, input)).toEqual({ Times: [{ At: 1.5 }], Blobs: { a: 'AQID' } });
  });

  it('writes a document as it is', () => {
    const Document = { id: 'x', nested: { list: [1, null, { a: true }] } };
    expect(written({ Document: DOCUMENT }, { Document })).toEqual({ Document });
  });

  it('keeps a key that means something to JavaScript', () => {
    const input = { Map: JSON.parse('{"__proto__":"a"}') as unknown };
    expect(jsonOf(struct({ Map: MAP_OF | STRING }), input)).toBe('{"Map":{"__proto__":"a"}}');
  });
});

describe('outputOf', () => {
  it('reads times and bytes, however deep', () => {
    const shape = struct({ Devices: listOf(struct({ At: TIME, Key: STRING })), Blob: BLOB });
    expect(outputOf(shape, { Devices: [{ At: 1.5, Key: 'k' }, { At: '2' }], Blob: 'AQID' })).toEqual({
      Devices: [{ At: new Date(1_500), Key: 'k' }, { At: new Date(2_000) }],
      Blob: Uint8Array.of(1, 2, 3),
    });
  });

  it.each(['soon', {}])('refuses %p, which is no time', (At) => {
    expect(() => outputOf(struct({ At: TIME }), { At })).toThrow(TypeError);
  });

  it('refuses bytes that are no base64', () => {
    expect(() => outputOf(struct({ Blob: BLOB }), { Blob: '!' })).toThrow(SyntaxError);
  });

  it('takes what is of another type than its shape as it is', () => {
    const shape = struct({ Struct: struct({ A: STRING }), List: LIST_OF | STRING, Map: MAP_OF | STRING });
    expect(outputOf(shape, { Struct: 'x', List: 7, Map: 'y' })).toEqual({ Struct: 'x', List: 7, Map: 'y' });
  });

  it('reads a document as it is', () => {
    const Options = { challenge: 'AQID', pubKeyCredParams: [{ alg: -7 }] };
    expect(outputOf(struct({ Options: DOCUMENT }), { Options })).toEqual({ Options });
  });
});
