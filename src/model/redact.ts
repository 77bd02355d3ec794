/** Stands where a secret stood. */
export const REDACTED = '[redacted]';
/** What is longer is cut: no message that somebody is to read is. */
export const TEXT_MAX_LENGTH = 65_536;
const MESSAGE_MAX_LENGTH = 1_000;
/** Runs in which a token can stand. */
const TOKEN_LIKE = /[\w.-]+/g;
/** As every JSON object begins in base64url. */
const TOKEN_START = 'eyJ';
const TOKEN_PARTS = 3;
/** Of the first part: `{"a":1}`. What is shorter is the name of a host. */
const TOKEN_HEADER_MIN_LENGTH = 10;

/** What is kept of an error from outside: enough to find the fault, nothing that could be a secret. */
export interface RedactedCause {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** Hides what is secret in a text. */
export type Redaction = (text: string, secrets?: readonly string[]) => string;

/** Hides what looks like a token, from where it begins: three parts or more, or the beginning of one that is cut off. */
function withoutToken(run: string, isCutOff: boolean): string {
  const parts = run.split('.');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const start = part.indexOf(TOKEN_START);
    const isToken = part.length - start >= TOKEN_HEADER_MIN_LENGTH && parts.length - index >= TOKEN_PARTS;
    if (start >= 0 && (isToken || isCutOff)) return run.slice(0, at + start) + REDACTED;
    at += part.length + 1;
  }
  return run;
}

/**
 * Replaces every given secret, and everything that looks like a token, in a text. In linear time; cuts a text of more
 * than 64 kB. Where somebody may have escaped what is secret, `redactEscaped` is the one to take.
 *
 * @param isCut - whether the text goes on where it ends: then what a secret may begin with is not shown there
 */
export function redact(
  whole: string,
  secrets: readonly string[] = [],
  isCut = whole.length > TEXT_MAX_LENGTH,
): string {
  // The longest first, since it may contain another.
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const text = whole.slice(0, TEXT_MAX_LENGTH);
  const shown = known
    .reduce((rest, secret) => rest.split(secret).join(REDACTED), text)
    .replace(TOKEN_LIKE, (run, at: number, all: string) =>
      withoutToken(run, isCut && at + run.length === all.length),
    );
  return isCut ? shown.slice(0, -(known[0] ?? ' ').length) : shown;
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
export function redactedCause(
  thrown: unknown,
  secrets?: readonly string[],
  hide: Redaction = redact,
): RedactedCause {
  const shown = (text = ''): string => hide(text, secrets).slice(0, MESSAGE_MAX_LENGTH);
  if (typeof thrown !== 'object' || thrown === null) {
    // Of a function it would be its source.
    const text = typeof thrown === 'function' ? '' : String(thrown);
    return Object.freeze({ name: typeof thrown, message: shown(text) });
  }
  const code = textOf(thrown, 'code');
  return Object.freeze({
    name: shown(textOf(thrown, 'name') ?? 'Error'),
    message: shown(textOf(thrown, 'message')),
    ...(code === undefined ? {} : { code: shown(code) }),
  });
}
