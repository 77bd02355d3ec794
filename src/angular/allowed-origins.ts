import { AuthError } from 'rx-cognito';

const originOf = (url: string, base?: string): string | undefined => {
  try {
    const { origin, protocol } = new URL(url, base);
    return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Returns a judge of URLs: whether a request goes to exactly one of these origins. Relative URLs are resolved as the
 * browser will resolve them.
 *
 * @throws AuthError of kind `configuration` where an entry is not an origin and nothing but an origin
 */
export function allowedOrigins(allow: readonly string[]): (url: string, base: string) => boolean {
  for (const entry of allow) {
    if (originOf(entry) === entry) continue;
    throw new AuthError({
      kind: 'configuration',
      code: 'InvalidOption',
      message: `The option allow names ${JSON.stringify(entry)}, which is not an origin.`,
      recoverySuggestion:
        'Write scheme, host and port only, without a slash at the end: https://api.example.com.',
    });
  }
  const origins: ReadonlySet<string | undefined> = new Set(allow);
  return (url, base) => origins.has(originOf(url, base));
}
