import { redact, REDACTED, TEXT_MAX_LENGTH } from '../../model/redact';
import { unescape } from './unescape';
import type { Unescaped } from './unescape';

/** As the values of SRP are written, whichever request of a sign-in they are from, and where a server repeats their beginning only. */
const LONG_HEX = /[\da-f]{64,}/gi;

/** Marks a piece of a text that must not be shown. */
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

function withoutCovered(text: string, covered: Uint8Array): string {
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

/**
 * Replaces every given secret, and everything that looks like a token or a value of SRP, in a text of somebody else's: as it stands, and
 * escaped for JSON or a URL, in whichever way and as often as may be. In linear time; cuts a text of more than 64 kB.
 */
export function redactEscaped(whole: string, secrets: readonly string[] = []): string {
  const isCut = whole.length > TEXT_MAX_LENGTH;
  const text = whole.slice(0, TEXT_MAX_LENGTH);
  const known = secrets.map((secret) => unescape(secret).bytes).filter(({ length }) => length > 0);
  const covered = new Uint8Array(text.length);
  const unescaped = unescape(known.length > 0 ? text : '');
  for (const secret of known) coverSecret(unescaped, secret, isCut, (from, to) => covered.fill(1, from, to));
  // As it stands as well: what happens to stand before a secret may make an escape of its first characters.
  return redact(withoutCovered(text, covered), secrets, isCut).replace(LONG_HEX, REDACTED);
}
