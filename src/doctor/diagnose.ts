import type { PoolDescription } from './description';
import { factsOf } from './facts';
import type { Finding, FindingSeverity } from './finding';
import { MANAGED_LOGIN_ROWS } from './managed-login-rows';
import { POOL_ROWS } from './pool-rows';
import type { Row } from './row';
import { SIGN_IN_ROWS } from './sign-in-rows';
import { TOKEN_ROWS } from './token-rows';

/** Every finding that there can be. */
export const ROWS: readonly Row[] = [...TOKEN_ROWS, ...SIGN_IN_ROWS, ...MANAGED_LOGIN_ROWS, ...POOL_ROWS];

const ORDER: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * Returns what in the settings of an app client and its pool makes a sign-out untrue or a session unsafe, the worst
 * first. Pure: it asks nobody, and finds nothing about an answer that it was not given.
 *
 * @example
 * ```ts
 * import { diagnose } from 'rx-cognito/doctor';
 *
 * const errors = diagnose({
 *   userPoolId: 'eu-west-1_a1B2c3D4e',
 *   userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
 *   userPoolClient: { EnableTokenRevocation: false },
 * }).filter(({ severity }) => severity === 'error');
 * ```
 */
export function diagnose(description: PoolDescription): Finding[] {
  const facts = factsOf(description);
  return ROWS.flatMap(({ id, severity, setting, examine, why, fix }) => {
    const found = examine(facts);
    return found === undefined ? [] : [{ id, severity, setting, found, why, fix: fix(facts) }];
  }).sort((one, other) => ORDER[one.severity] - ORDER[other.severity]);
}
