const REDACTED = '[redacted]';
/** Three to five parts in base64url, of which the first begins as every JSON object does: host names stay readable. */
const JWT_LIKE = /\beyJ[\w-]*\.[\w-]+\.[\w-]*(?:\.[\w-]*){0,2}/g;

/** What is kept of an error from outside: enough to find the fault, nothing that could be a secret. */
export interface RedactedCause {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** Replaces every given secret, and everything that looks like a token, in a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length > 0)
    .reduce((rest, secret) => rest.split(secret).join(REDACTED), text);
  return known.replace(JWT_LIKE, REDACTED);
}

/** Reduces whatever was thrown to a {@link RedactedCause}. */
export function redactedCause(thrown: unknown, secrets?: readonly string[]): RedactedCause {
  if (typeof thrown !== 'object' || thrown === null) {
    return Object.freeze({ name: typeof thrown, message: redact(String(thrown), secrets) });
  }
  const { name, message, code } = thrown as { name?: unknown; message?: unknown; code?: unknown };
  return Object.freeze({
    name: typeof name === 'string' ? redact(name, secrets) : 'Error',
    message: typeof message === 'string' ? redact(message, secrets) : '',
    ...(typeof code === 'string' ? { code: redact(code, secrets) } : {}),
  });
}
