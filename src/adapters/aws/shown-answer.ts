import { redactEscaped } from '../text/redact-escaped';
import { secretsOf } from './command-secrets';

/** Names that Cognito has for a challenge: they say nothing but themselves, whatever somebody chose for a password. */
const KNOWN_CHALLENGES: ReadonlySet<string> = new Set([
  ...['ADMIN_NO_SRP_AUTH', 'CUSTOM_CHALLENGE', 'DEVICE_PASSWORD_VERIFIER', 'DEVICE_SRP_AUTH', 'EMAIL_MFA'],
  ...['EMAIL_OTP', 'MFA_SETUP', 'NEW_PASSWORD_REQUIRED', 'PASSWORD', 'PASSWORD_SRP', 'PASSWORD_VERIFIER'],
  ...['SELECT_CHALLENGE', 'SELECT_MFA_TYPE', 'SMS_MFA', 'SMS_OTP', 'SOFTWARE_TOKEN_MFA', 'WEB_AUTHN'],
]);

interface Challenging {
  readonly ChallengeName?: unknown;
  readonly AvailableChallenges?: unknown;
}

/**
 * Returns an answer whose names of challenges, which go into errors and states, repeat nothing secret of what was sent.
 */
export function shownAnswer<Output extends object>(answer: Output, input: object): Output {
  const { ChallengeName, AvailableChallenges } = answer as Challenging;
  const shown = (name: unknown): unknown =>
    typeof name !== 'string' || KNOWN_CHALLENGES.has(name) ? name : redactEscaped(name, secretsOf(input));
  return {
    ...answer,
    ...(ChallengeName === undefined ? {} : { ChallengeName: shown(ChallengeName) }),
    ...(Array.isArray(AvailableChallenges) ? { AvailableChallenges: AvailableChallenges.map(shown) } : {}),
  };
}
