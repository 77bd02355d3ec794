import { ask } from '../ask';
import { ALICE, createTestPool, PASSWORD, signIn, type TestPool, type Tokens } from '../fixture';
import { row, type ErrorText, type Options } from './case';

const getId =
  (input: object, options: Options = {}) =>
  () => {
    const pool = createTestPool(options);
    return ask(pool, 'GetId', { IdentityPoolId: pool.identityPool.identityPoolId, ...input });
  };

const loginsOf = (pool: TestPool, idToken: string) => ({
  [`cognito-idp.eu-west-1.amazonaws.com/${pool.userPoolId}`]: idToken,
});

/** Asks for an identity by a login that comes of alice's sign-in. */
const withLogin =
  (login: (tokens: Tokens, pool: TestPool) => string, options: Options = {}) =>
  async () => {
    const pool = createTestPool(options);
    const Logins = loginsOf(pool, login(await signIn(pool), pool));
    return ask(pool, 'GetId', { IdentityPoolId: pool.identityPool.identityPoolId, Logins });
  };

async function identityOf(pool: TestPool, username: string): Promise<unknown> {
  const Logins = loginsOf(pool, (await signIn(pool, username)).IdToken);
  const { body } = await ask(pool, 'GetId', {
    IdentityPoolId: pool.identityPool.identityPoolId,
    Logins,
  });
  return body['IdentityId'];
}

/** Asks for credentials; the id of the identity, which chance makes, is told as `ID`. */
const asOther = (input: (pool: TestPool) => Promise<{ readonly IdentityId: unknown }>) => async () => {
  const pool = createTestPool({ users: [ALICE, { username: 'bob', password: PASSWORD }] });
  const request = await input(pool);
  const asked = await ask(pool, 'GetCredentialsForIdentity', request);
  const message = String(asked.body['message']).replace(String(request.IdentityId), 'ID');
  return { ...asked, body: { ...asked.body, message } };
};

/** What the identity pool refuses. */
export const IDENTITY_POOLS: readonly ErrorText[] = [
  row(
    'another identity pool',
    'ResourceNotFound',
    "IdentityPool 'eu-west-1:00000000' not found.",
    'W',
    getId({ IdentityPoolId: 'eu-west-1:00000000' }),
  ),
  row(
    'an identity that is not there',
    'ResourceNotFound',
    "Identity 'eu-west-1:00000000' not found.",
    'W',
    () => ask(createTestPool(), 'GetCredentialsForIdentity', { IdentityId: 'eu-west-1:00000000' }),
  ),
  row(
    'a guest, where there are none',
    'NotAuthorized',
    'Unauthenticated access is not supported for this identity pool.',
    'W',
    getId({}, { identityPool: { allowGuests: false } }),
  ),
  row(
    'a token of a provider that the identity pool does not know',
    'NotAuthorized',
    'Token is not from a supported provider of this identity pool.',
    'W',
    getId({ Logins: { 'accounts.example': 'a.b.c' } }),
  ),
  row(
    'a login that is no token',
    'InvalidParameter',
    'Please provide a valid public provider',
    'W',
    withLogin(() => 'none'),
  ),
  row(
    'a login that was never issued',
    'NotAuthorized',
    'Invalid login token. Not a valid OpenId Connect identity token.',
    'W',
    withLogin(() => 'a.b.c'),
  ),
  row(
    'a login that has expired',
    'NotAuthorized',
    'Invalid login token. Token expired.',
    'U',
    withLogin(({ IdToken }, pool) => {
      pool.clock.advance(3_600_000);
      return IdToken;
    }),
  ),
  row(
    'a login that was revoked, where the identity pool asks',
    'NotAuthorized',
    'Invalid login token. Token is revoked.',
    'U',
    withLogin(
      ({ IdToken }, pool) => {
        pool.admin.globalSignOut('alice');
        return IdToken;
      },
      { identityPool: { serverSideTokenCheck: true } },
    ),
  ),
  row(
    'the identity of a user, asked for by a guest',
    'NotAuthorized',
    "Access to Identity 'ID' is forbidden.",
    'W',
    asOther(async (pool) => ({ IdentityId: await identityOf(pool, 'alice') })),
  ),
  row(
    'the identity of a user, asked for by another',
    'NotAuthorized',
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    'W',
    asOther(async (pool) => ({
      IdentityId: await identityOf(pool, 'alice'),
      Logins: loginsOf(pool, (await signIn(pool, 'bob')).IdToken),
    })),
  ),
];
