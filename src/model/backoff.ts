const LONGEST_WAIT_MS = 60_000;

/**
 * Returns how long to wait after the n-th failure in a row: doubling, capped, with half of it jittered, never shorter than what
 * the server asked for (which is capped as well, so that one answer cannot stop a client for a day).
 */
export function backoffMs(firstMs: number, failures: number, random: number, retryAfterMs = 0): number {
  const fullMs = Math.min(LONGEST_WAIT_MS, firstMs * 2 ** (failures - 1));
  return Math.max(fullMs / 2 + (fullMs / 2) * random, Math.min(retryAfterMs, LONGEST_WAIT_MS));
}
