import { pushUtf8 } from './encode';

/** A text without its escapes: the bytes that it means, and where in the text each of them stands. */
export interface Unescaped {
  readonly bytes: readonly number[];
  /** Where the piece of text begins that a byte was read from. */
  readonly from: readonly number[];
  /** Where it ends. */
  readonly to: readonly number[];
}

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const LETTER_U = 0x75;
/** How many layers of escapes, each of another kind than the last, are looked through. */
const MAX_LAYERS = 8;
/** What stands for a byte that JSON escapes by a letter, and for the space of a form. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['\b', 'b'],
  ['\f', 'f'],
  ['\n', 'n'],
  ['\r', 'r'],
  ['\t', 't'],
  ['+', ' '],
]);

function plain(byte: number): number {
  return SAME_AS.get(String.fromCharCode(byte))?.charCodeAt(0) ?? byte;
}

/** Reads hex digits; NaN where there are not that many. */
function hexAt(bytes: readonly number[], at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index += 1) {
    const digit = parseInt(String.fromCharCode(bytes[index] ?? 0), 16);
    value = value * 16 + digit;
  }
  return value;
}

interface Piece {
  /** `undefined` where the piece means nothing: backslashes before what follows. */
  readonly codePoint?: number;
  readonly length: number;
  /** Of an escape in a URL, which names a byte and no character. */
  readonly isByte?: true;
}

function backslashed(bytes: readonly number[], at: number): Piece {
  let after = at;
  while (bytes[after] === BACKSLASH) after += 1;
  const unit = bytes[after] === LETTER_U ? hexAt(bytes, after + 1, 4) : NaN;
  return Number.isNaN(unit) ? { length: after - at } : { codePoint: unit, length: after + 5 - at };
}

function percented(bytes: readonly number[], at: number): Piece {
  let after = at + 1;
  while (hexAt(bytes, after, 2) === PERCENT) after += 2;
  const byte = hexAt(bytes, after, 2);
  return {
    codePoint: Number.isNaN(byte) ? PERCENT : byte,
    length: (Number.isNaN(byte) ? after : after + 2) - at,
    isByte: true,
  };
}

function pieceAt(bytes: readonly number[], at: number): Piece {
  const byte = bytes[at] ?? 0;
  if (byte === PERCENT) return percented(bytes, at);
  if (byte !== BACKSLASH) return { codePoint: byte, length: 1, isByte: true };
  const piece = backslashed(bytes, at);
  const { codePoint: high = 0, length } = piece;
  if (high < 0xd800 || high > 0xdbff || bytes[at + length] !== BACKSLASH) return piece;
  const { codePoint: low = 0, length: lowLength } = backslashed(bytes, at + length);
  return low < 0xdc00 || low > 0xdfff
    ? piece
    : { codePoint: 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), length: length + lowLength };
}

function withoutOneLayer({ bytes, from, to }: Unescaped): Unescaped {
  const out = { bytes: [] as number[], from: [] as number[], to: [] as number[] };
  for (let at = 0; at < bytes.length;) {
    const { codePoint, length, isByte } = pieceAt(bytes, at);
    if (codePoint !== undefined && isByte) out.bytes.push(codePoint);
    else if (codePoint !== undefined) pushUtf8(out.bytes, codePoint);
    while (out.from.length < out.bytes.length) {
      out.from.push(from[at] ?? 0);
      out.to.push(to[at + length - 1] ?? 0);
    }
    at += length;
  }
  return out;
}

function bytesOf(text: string): Unescaped {
  const out = { bytes: [] as number[], from: [] as number[], to: [] as number[] };
  let at = 0;
  for (const character of text) {
    pushUtf8(out.bytes, character.codePointAt(0) ?? 0);
    while (out.from.length < out.bytes.length) {
      out.from.push(at);
      out.to.push(at + character.length);
    }
    at += character.length;
  }
  return out;
}

/**
 * Reads a text without its escapes, as the bytes that it means: what is escaped for JSON or a URL, once or several times
 * over and in whichever order, has the same bytes as what is not. In linear time.
 */
export function unescape(text: string): Unescaped {
  let found = bytesOf(text);
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const next = withoutOneLayer(found);
    const isDone = next.bytes.length === found.bytes.length;
    found = next;
    if (isDone) break;
  }
  return { ...found, bytes: found.bytes.map(plain) };
}
