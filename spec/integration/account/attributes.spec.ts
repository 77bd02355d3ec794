import { UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { firstValueFrom } from 'rxjs';
import {
  confirmUserAttribute$,
  deleteUserAttributes$,
  fetchUserAttributes$,
  sendUserAttributeVerificationCode$,
  updateUserAttributes$,
} from '../../../src/account';
import type { Auth } from '../../../src';
import { claims } from '../../emulator/fixture';
import { ADA, authOf, begin, refusal, sentCode, startPool, stopAll } from '../sign-in/fixture';
import { valuesOf } from './fixture';

const DONE = { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } };

const idClaims = async (auth: Auth) => claims((await firstValueFrom(auth.tokens$())).idToken);

describe('attributes', () => {
  afterEach(stopAll);

  it('are read', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(await firstValueFrom(fetchUserAttributes$(auth))).toMatchObject({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'ada@example.com',
      email_verified: 'true',
    });
  });

  it('are changed, and the id token shows it at once', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(
      await firstValueFrom(updateUserAttributes$(auth, { userAttributes: { nickname: 'Lady A' } })),
    ).toEqual({
      nickname: DONE,
    });
    expect(await idClaims(auth)).toMatchObject({ nickname: 'Lady A' });
    expect(await firstValueFrom(fetchUserAttributes$(auth))).toMatchObject({ nickname: 'Lady A' });
  });

  it('that are an address are confirmed by the code that went there (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const userAttributes = { email: 'lovelace@example.com', nickname: 'A' };
    expect(await firstValueFrom(updateUserAttributes$(auth, { userAttributes }))).toEqual({
      nickname: DONE,
      email: {
        isUpdated: false,
        nextStep: {
          updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
          codeDeliveryDetails: { destination: 'l***@e***', deliveryMedium: 'EMAIL', attributeName: 'email' },
        },
      },
    });
    expect(await idClaims(auth)).toMatchObject({ email_verified: false });
    expect(pool.outbox.latest('ada')).toMatchObject({ destination: 'lovelace@example.com' });
  });

  it('that are an address are confirmed by no wrong and no used code, and the id token shows it (R75)', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const UserAttributes = [{ Name: 'email', Value: 'lovelace@example.com' }];
    await firstValueFrom(
      auth.send$((AccessToken) => new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    );
    const code = sentCode(pool);
    const confirm$ = (confirmationCode: string) =>
      confirmUserAttribute$(auth, { userAttributeKey: 'email', confirmationCode });
    const other = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect(await refusal(firstValueFrom(confirm$(other)))).toMatchObject({ code: 'CodeMismatchException' });
    expect(await valuesOf(confirm$(code))).toStrictEqual([undefined]);
    expect(await idClaims(auth)).toMatchObject({ email: 'lovelace@example.com', email_verified: true });
    expect(await refusal(firstValueFrom(confirm$(code)))).toMatchObject({ code: 'ExpiredCodeException' });
  });

  it('have a code sent once more', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const input = { userAttributeKey: 'phone_number' } as const;
    expect(await firstValueFrom(sendUserAttributeVerificationCode$(auth, input))).toEqual({
      destination: '+********4567',
      deliveryMedium: 'SMS',
      attributeName: 'phone_number',
    });
    expect(pool.outbox.latest('ada')).toMatchObject({ purpose: 'verifyAttribute', medium: 'SMS' });
  });

  it('are deleted, and the id token shows it at once', async () => {
    const ada = { ...ADA, attributes: { ...ADA.attributes, nickname: 'A' } };
    const auth = authOf(await startPool({ users: [ada] }));
    await begin(auth);
    expect(await idClaims(auth)).toMatchObject({ nickname: 'A' });
    expect(await valuesOf(deleteUserAttributes$(auth, { userAttributeKeys: ['nickname'] }))).toStrictEqual([
      undefined,
    ]);
    expect(await idClaims(auth)).not.toHaveProperty('nickname');
  });

  it('that only the pool may write, or that another account has, are refused (R75)', async () => {
    const pool = await startPool({
      aliasAttributes: ['email'],
      users: [ADA, { username: 'bob', attributes: { email: 'bob@example.com', email_verified: 'true' } }],
    });
    const auth = authOf(pool);
    await begin(auth);
    const update = (userAttributes: Record<string, string>) =>
      refusal(firstValueFrom(updateUserAttributes$(auth, { userAttributes })));
    expect(await update({ email: 'bob@example.com' })).toMatchObject({ code: 'AliasExistsException' });
    expect(
      await refusal(firstValueFrom(deleteUserAttributes$(auth, { userAttributeKeys: ['sub'] }))),
    ).toMatchObject({ code: 'NotAuthorizedException' });
  });

  it('of nobody are read', async () => {
    const auth = authOf(await startPool());
    expect(await refusal(firstValueFrom(fetchUserAttributes$(auth)))).toMatchObject({ kind: 'signedOut' });
  });
});
