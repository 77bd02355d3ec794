import { asItStands, unescape } from './unescape';
import type { Unescaped } from './unescape';

const REDACTED = '[redacted]';
/** What is longer is cut: no message that somebody is to read is. */
const TEXT_MAX_LENGTH = 65_536;
const MESSAGE_MAX_LENGTH = 1_000;
/** Runs in which a token can stand. */
const TOKEN_LIKE = /[\w.-]+/g;
const TOKEN_START = 'eyJ';
const TOKEN_MAX_PARTS = 5;

/** What is kept of an error from outside: enough to find the fault, nothing that could be a secret. */
export interface RedactedCause {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** Marks pieces of a text: `true` stands for what must not be shown. */
type Cover = (from: number, to: number) => void;

/** How far a secret is repeated within itself, up to each of its bytes (Knuth, Morris and Pratt): no byte is read twice. */
function bordersOf(secret: readonly number[]): readonly number[] {
  const borders = [0];
  for (let at = 1, matched = 0; at < secret.length; at += 1) {
    while (matched > 0 && secret[at] !== secret[matched]) matched = borders[matched - 1] ?? 0;
    if (secret[at] === secret[matched]) matched += 1;
    borders.push(matched);
  }
  return borders;
}

function coverSecret(
  { bytes, from, to }: Unescaped,
  secret: readonly number[],
  isCut: boolean,
  cover: Cover,
): void {
  const borders = bordersOf(secret);
  let matched = 0;
  let coveredTo = 0;
  bytes.forEach((byte, at) => {
    while (matched > 0 && byte !== secret[matched]) matched = borders[matched - 1] ?? 0;
    if (byte === secret[matched]) matched += 1;
    if (matched < secret.length) return;
    cover(Math.max(coveredTo, from[at - matched + 1] ?? 0), to[at] ?? 0);
    coveredTo = to[at] ?? 0;
    matched = borders[matched - 1] ?? 0;
  });
  // The rest of a secret that begins here may stand in what was cut off.
  if (isCut && matched > 0) cover(from[bytes.length - matched] ?? 0, to[bytes.length - 1] ?? 0);
}

/** Three to five parts in base64url, of which the first begins as every JSON object does: host names stay readable. */
function coverTokens(text: string, isCut: boolean, cover: Cover): void {
  for (const { 0: run, index } of text.matchAll(TOKEN_LIKE)) {
    const parts = run.split('.');
    let at = index;
    for (let part = 0; part < parts.length;) {
      const start = parts[part]?.indexOf(TOKEN_START) ?? -1;
      const isToken = start >= 0 && part + 2 < parts.length && parts[part + 1] !== '';
      const isBegun = start >= 0 && isCut && index + run.length === text.length;
      const taken =
        isToken || isBegun ? parts.slice(part, part + TOKEN_MAX_PARTS) : parts.slice(part, part + 1);
      const end = at + taken.join('.').length;
      if (isToken || isBegun) cover(at + start, end);
      at = end + 1;
      part += taken.length;
    }
  }
}

/**
 * Replaces every given secret, and everything that looks like a token, in a text: as it stands, and escaped for JSON or
 * a URL in whichever way. In linear time; cuts a text of more than 64 kB.
 */
export function redact(whole: string, secrets: readonly string[] = []): string {
  const isCut = whole.length > TEXT_MAX_LENGTH;
  const text = isCut ? whole.slice(0, TEXT_MAX_LENGTH) : whole;
  const covered = new Uint8Array(text.length);
  const cover: Cover = (from, to) => covered.fill(1, from, to);
  const known = secrets.filter((secret) => secret.length > 0);
  if (known.length > 0) {
    // As it stands as well: what happens to stand before a secret may make an escape of its first characters.
    for (const read of [asItStands, unescape]) {
      const bytes = read(text);
      for (const secret of known) coverSecret(bytes, read(secret).bytes, isCut, cover);
    }
  }
  coverTokens(text, isCut, cover);
  let shown = '';
  for (let at = 0; at < text.length;) {
    const isHidden = covered[at] === 1;
    const next = covered.indexOf(isHidden ? 0 : 1, at);
    const end = next < 0 ? text.length : next;
    shown += isHidden ? REDACTED : text.slice(at, end);
    at = end;
  }
  return shown;
}

/** Reads a field, which may be one that throws, or of an object that does so whatever is asked of it. */
function textOf(thrown: object, field: 'name' | 'message' | 'code'): string | undefined {
  try {
    const value = (thrown as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reduces whatever was thrown to a {@link RedactedCause}, of bounded length. Never throws. */
export function redactedCause(thrown: unknown, secrets?: readonly string[]): RedactedCause {
  const shown = (text: string): string => redact(text, secrets).slice(0, MESSAGE_MAX_LENGTH);
  if (typeof thrown === 'function') return Object.freeze({ name: 'function', message: '' });
  if (typeof thrown !== 'object' || thrown === null) {
    return Object.freeze({ name: typeof thrown, message: shown(String(thrown)) });
  }
  const code = textOf(thrown, 'code');
  return Object.freeze({
    name: shown(textOf(thrown, 'name') ?? 'Error'),
    message: shown(textOf(thrown, 'message') ?? ''),
    ...(code === undefined ? {} : { code: shown(code) }),
  });
}
