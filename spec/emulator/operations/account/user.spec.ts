import { ask, verdict } from '../../ask';
import { ALICE, createTestPool, signIn, type TestPool } from '../../fixture';

async function signedIn(pool: TestPool = createTestPool()) {
  const { AccessToken } = await signIn(pool);
  const attributes = async () => {
    const { body } = await ask(pool, 'GetUser', { AccessToken });
    const list = body['UserAttributes'] as readonly { readonly Name: string; readonly Value: string }[];
    return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
  };
  return { pool, AccessToken, attributes };
}

describe('GetUser', () => {
  it('tells the name, the attributes and the second factors', async () => {
    const mfa = { enabled: ['EMAIL_OTP'], preferred: 'EMAIL_OTP' } as const;
    const pool = createTestPool({ users: [{ ...ALICE, mfa }], mfaConfiguration: 'OFF' });
    const { body } = await ask(pool, 'GetUser', { AccessToken: (await signIn(pool)).AccessToken });

    expect(body).toEqual({
      Username: 'alice',
      UserAttributes: [
        { Name: 'sub', Value: expect.any(String) as string },
        { Name: 'email', Value: 'alice@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
      PreferredMfaSetting: 'EMAIL_OTP',
      UserMFASettingList: ['EMAIL_OTP'],
    });
  });
});

describe('UpdateUserAttributes', () => {
  it('writes attributes, and has a new address verified by a code', async () => {
    const { pool, AccessToken, attributes } = await signedIn(createTestPool({ customAttributes: ['team'] }));
    const { body } = await ask(pool, 'UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [
        { Name: 'email', Value: 'new@example.com' },
        { Name: 'custom:team', Value: 'blue' },
      ],
    });

    expect(body['CodeDeliveryDetailsList']).toEqual([
      { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
    ]);
    expect(await attributes()).toMatchObject({
      email: 'new@example.com',
      email_verified: 'false',
      'custom:team': 'blue',
    });
    expect(pool.outbox.latest()).toMatchObject({
      purpose: 'verifyAttribute',
      destination: 'new@example.com',
    });
  });

  it('sends nothing where the address stays what it was', async () => {
    const { pool, AccessToken, attributes } = await signedIn();
    const UserAttributes = [{ Name: 'email', Value: 'alice@example.com' }];
    const { body } = await ask(pool, 'UpdateUserAttributes', { AccessToken, UserAttributes });

    expect(body['CodeDeliveryDetailsList']).toEqual([]);
    expect((await attributes())['email_verified']).toBe('true');
  });
});

describe('DeleteUserAttributes', () => {
  it('removes attributes, and that they were verified', async () => {
    const { pool, AccessToken, attributes } = await signedIn();

    expect(await verdict(pool, 'DeleteUserAttributes', { AccessToken, UserAttributeNames: ['email'] })).toBe(
      'success',
    );
    expect(Object.keys(await attributes())).toEqual(['sub']);
  });
});

describe('VerifyUserAttribute', () => {
  it('verifies an address by the code that GetUserAttributeVerificationCode sent, once', async () => {
    const users = [{ ...ALICE, attributes: { email: 'alice@example.com' } }];
    const { pool, AccessToken, attributes } = await signedIn(createTestPool({ users }));
    const { body } = await ask(pool, 'GetUserAttributeVerificationCode', {
      AccessToken,
      AttributeName: 'email',
    });
    const verification = { AccessToken, AttributeName: 'email', Code: pool.outbox.latest()?.code };

    expect(body['CodeDeliveryDetails']).toMatchObject({ Destination: 'a***@e***' });
    expect(await verdict(pool, 'VerifyUserAttribute', verification)).toBe('success');
    expect((await attributes())['email_verified']).toBe('true');
    expect(await verdict(pool, 'VerifyUserAttribute', verification)).toBe('ExpiredCodeException');
  });
});

describe('DeleteUser', () => {
  it('removes the user with every session, and answers with an empty body', async () => {
    const { pool, AccessToken } = await signedIn();
    const { status, text } = await ask(pool, 'DeleteUser', { AccessToken });

    expect([status, text]).toEqual([200, '']);
    expect(pool.isTokenLive(AccessToken)).toBe(false);
    expect(await verdict(pool, 'GetUser', { AccessToken })).toBe('UserNotFoundException');
    expect(() => {
      pool.admin.disableUser('alice');
    }).toThrow('User does not exist.');
  });
});
