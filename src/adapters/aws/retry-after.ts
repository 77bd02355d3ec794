const SECONDS = /^\d{1,9}$/;

/** Returns the wait that a `Retry-After` header asks for (RFC 9110 §10.2.3: seconds or a date), in milliseconds. */
export function readRetryAfter(header: unknown, now: () => number = Date.now): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (SECONDS.test(text)) return Number(text) * 1000;
  const until = /^[A-Z][a-z]{2,8},/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, until - now());
}
