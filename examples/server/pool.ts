import { startUserPool, totpCode } from 'rx-cognito/emulator';
import type { RunningUserPool, UserOptions } from 'rx-cognito/emulator';

/** Who can sign in, each in a way of their own. */
export const USERS = {
  alice: {
    username: 'alice',
    password: 'correct horse battery staple',
    attributes: { email: 'alice@example.com', email_verified: 'true' },
    mfa: { enabled: ['SOFTWARE_TOKEN_MFA'], preferred: 'SOFTWARE_TOKEN_MFA', totpSecret: 'JBSWY3DPEHPK3PXP' },
  },
  bob: {
    username: 'bob',
    password: 'four words are enough',
    attributes: { email: 'bob@example.com', email_verified: 'true' },
  },
  carol: { username: 'carol', password: 'Welcome-2026', status: 'FORCE_CHANGE_PASSWORD' },
} as const satisfies Record<string, UserOptions>;

/** How each of them signs in, for the sign-in form. */
export const CAST = [
  { ...credentialsOf(USERS.alice), note: 'with a code of an authenticator app' },
  { ...credentialsOf(USERS.bob), note: 'with a password only' },
  { ...credentialsOf(USERS.carol), note: 'with a temporary password' },
];

/** The shortest that Cognito allows, so that one can watch a token outlive its session, and then expire. */
const TOKEN_VALIDITY_MS = 5 * 60_000;

/** Starts the user pool for the application at this origin: everything that its pages use is switched on. */
export function startPool(origin: string): Promise<RunningUserPool> {
  return startUserPool({
    users: Object.values(USERS),
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: false,
      requireUppercase: false,
      requireNumbers: false,
      requireSymbols: false,
    },
    allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
    webAuthn: { relyingPartyId: new URL(origin).hostname },
    deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true },
    sessionTracking: {},
    identityProviders: [
      {
        name: 'Google',
        users: [{ subject: '104729', attributes: { email: 'greta@example.org', name: 'Greta' } }],
      },
    ],
    clients: [
      {
        accessTokenValidityMs: TOKEN_VALIDITY_MS,
        idTokenValidityMs: TOKEN_VALIDITY_MS,
        refreshTokenRotation: { graceSeconds: 0 },
        oauth: { callbackUrls: [`${origin}/callback`], logoutUrls: [`${origin}/signed-out`] },
      },
    ],
  });
}

/** Tells the code that one would read in an e-mail or in an authenticator app: there is neither of them here. */
export async function codeFor(pool: RunningUserPool, query: URLSearchParams): Promise<string | undefined> {
  const username = query.get('username') ?? '';
  if (query.get('from') === 'mail') return pool.outbox.latest(username)?.code;
  const secret = pool.admin.totpSecret(username);
  return secret && totpCode(secret, pool.clock.now());
}

function credentialsOf({ username, password }: { username: string; password: string }) {
  return { username, password };
}
