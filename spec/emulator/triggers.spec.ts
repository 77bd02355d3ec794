import type { PoolTriggers, PreTokenGenerationResponse, TriggerEvent } from '../../src/emulator';
import { ask } from './ask';
import { ALICE, claims, createTestPool, PASSWORD, signIn, submitPassword, type TestPool } from './fixture';
import { createLoginPool, post, signInAtPage } from './oauth/fixture';

const poolWith = (triggers: PoolTriggers) =>
  createTestPool({ triggers, users: [{ ...ALICE, groups: ['staff'] }] });

const signUp = (pool: TestPool) =>
  ask(pool, 'SignUp', {
    ClientId: pool.userPoolClientId,
    Username: 'carol',
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'carol@example.com' }],
    ClientMetadata: { from: 'spec' },
  });

const failing = () => {
  throw new Error('planned');
};

describe('preSignUp and postConfirmation', () => {
  it('confirm a user without a code, and hear of it (#17)', async () => {
    const heard: TriggerEvent[] = [];
    const pool = poolWith({
      preSignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }),
      postConfirmation: (event) => void heard.push(event),
    });
    const { body } = await signUp(pool);

    expect(body).toMatchObject({ UserConfirmed: true });
    expect(body).not.toHaveProperty('CodeDeliveryDetails');
    expect((await submitPassword(pool, 'carol')).status).toBe(200);
    expect(pool.users().at(-1)?.attributes['email_verified']).toBe('true');
    expect(heard).toMatchObject([{ triggerSource: 'PostConfirmation_ConfirmSignUp', userName: 'carol' }]);
  });

  it('refuse a sign-up, and nobody is added (#17)', async () => {
    const pool = poolWith({ preSignUp: failing });
    const { body } = await signUp(pool);

    expect(body).toEqual({
      __type: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error planned.',
    });
    expect(pool.users()).toHaveLength(1);
  });

  it('hear of ConfirmSignUp and ConfirmForgotPassword, with the client’s metadata (#17)', async () => {
    const heard: string[] = [];
    const pool = poolWith({
      preSignUp: ({ clientMetadata, userAttributes }) => {
        heard.push(`${clientMetadata['from'] ?? ''} ${userAttributes['email'] ?? ''}`);
        return undefined;
      },
      postConfirmation: ({ triggerSource }) => void heard.push(triggerSource),
    });
    const ClientId = pool.userPoolClientId;
    await signUp(pool);
    const code = () => pool.outbox.latest()?.code;
    await ask(pool, 'ConfirmSignUp', { ClientId, Username: 'carol', ConfirmationCode: code() });
    await ask(pool, 'ForgotPassword', { ClientId, Username: 'alice' });
    await ask(pool, 'ConfirmForgotPassword', {
      ClientId,
      Username: 'alice',
      ConfirmationCode: code(),
      Password: PASSWORD,
    });

    expect(heard).toEqual([
      'spec carol@example.com',
      'PostConfirmation_ConfirmSignUp',
      'PostConfirmation_ConfirmForgotPassword',
    ]);
  });
});

describe('customMessage', () => {
  it('words a message, with the code in its place (#17)', async () => {
    const pool = poolWith({
      customMessage: ({ codeParameter, triggerSource }) => ({
        emailMessage: `Your code is ${codeParameter}.`,
        emailSubject: triggerSource,
      }),
    });
    await signUp(pool);
    const sent = pool.outbox.latest('carol');

    expect(sent).toMatchObject({
      text: `Your code is ${sent?.code ?? ''}.`,
      subject: 'CustomMessage_SignUp',
    });
  });
});

describe('userMigration', () => {
  const migrated = { userAttributes: { email: 'dora@example.com', email_verified: 'true' } };

  it('brings a user over at the first sign-in (#17)', async () => {
    const asked: (string | undefined)[] = [];
    const pool = poolWith({
      userMigration: ({ userName, password }) => {
        asked.push(password);
        return userName === 'dora' && password === PASSWORD
          ? { ...migrated, finalUserStatus: 'CONFIRMED' }
          : undefined;
      },
    });

    expect((await submitPassword(pool, 'dora', 'wrong')).body['__type']).toBe('NotAuthorizedException');
    expect((await submitPassword(pool, 'dora')).status).toBe(200);
    expect((await submitPassword(pool, 'dora')).status).toBe(200);
    expect(asked).toEqual(['wrong', PASSWORD]);
  });

  it('brings a user over who has forgotten the password (#17)', async () => {
    const pool = poolWith({ userMigration: () => migrated });
    await ask(pool, 'ForgotPassword', { ClientId: pool.userPoolClientId, Username: 'dora' });

    expect(pool.outbox.latest('dora')).toMatchObject({
      destination: 'dora@example.com',
      purpose: 'forgotPassword',
    });
  });

  it('brings a user over at managed login (#17)', async () => {
    const userMigration = () => ({ ...migrated, finalUserStatus: 'CONFIRMED' }) as const;
    const { place } = await signInAtPage(createLoginPool({ users: [], triggers: { userMigration } }));

    expect(place.url.searchParams.has('code')).toBe(true);
  });
});

describe('preTokenGeneration', () => {
  const tokensUnder = async (version: 1 | 2 | 3, answer: PreTokenGenerationResponse) => {
    const heard: string[] = [];
    const run = ({ triggerSource }: TriggerEvent) => {
      heard.push(triggerSource);
      return answer;
    };
    const pool = poolWith({ preTokenGeneration: { version, run } });
    const { AccessToken, IdToken, RefreshToken } = await signIn(pool);
    await ask(pool, 'GetTokensFromRefreshToken', { ClientId: pool.userPoolClientId, RefreshToken });
    return { access: claims(AccessToken), id: claims(IdToken), heard, pool, AccessToken };
  };

  it('changes the id token alone in version 1, but for the groups (#17)', async () => {
    const { access, id, heard } = await tokensUnder(1, {
      claimsOverrideDetails: {
        claimsToAddOrOverride: { tenant: 'blue', sub: 'forged' },
        claimsToSuppress: ['email', 'iss'],
        groupOverrideDetails: { groupsToOverride: ['guests'] },
      },
    });

    expect(id).toMatchObject({ tenant: 'blue', 'cognito:groups': ['guests'], iss: expect.any(String) });
    expect(id['sub']).not.toBe('forged');
    expect(id).not.toHaveProperty('email');
    expect(access).not.toHaveProperty('tenant');
    expect(access['cognito:groups']).toEqual(['guests']);
    expect(heard).toEqual(['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens']);
  });

  it('changes the access token and its scopes from version 2 on (#17)', async () => {
    const { access, id, pool, AccessToken } = await tokensUnder(2, {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToSuppress: ['email_verified'] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { plan: { name: 'gold' } },
          scopesToAdd: ['api/read'],
        },
      },
    });

    expect(access).toMatchObject({
      plan: { name: 'gold' },
      scope: 'aws.cognito.signin.user.admin api/read',
      'cognito:groups': ['staff'],
    });
    expect(id).not.toHaveProperty('email_verified');
    expect(pool.isTokenLive(AccessToken)).toBe(true);
  });

  it.each([
    [2, undefined],
    [3, 'gold'],
  ] as const)(
    'in version %i gives a client that asks in its own name the plan %s (#17)',
    async (version, plan) => {
      const run = () => ({
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold' } } },
      });
      const oauth = { flows: ['client_credentials'], scopes: ['api/read'] } as const;
      const pool = createTestPool({
        clients: [{ clientId: 'web', clientSecret: 's', oauth }],
        triggers: { preTokenGeneration: { version, run } },
      });
      const form = { grant_type: 'client_credentials', client_id: 'web', client_secret: 's' };
      const { body } = await post(pool, '/oauth2/token', form);

      expect(claims(String(body['access_token']))['plan']).toBe(plan);
    },
  );

  it('keeps the user out where it throws (#17)', async () => {
    const pool = poolWith({ preTokenGeneration: { version: 2, run: failing } });

    expect((await submitPassword(pool)).body['__type']).toBe('UserLambdaValidationException');
  });
});
