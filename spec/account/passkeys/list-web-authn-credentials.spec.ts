import { listWebAuthnCredentials$ } from '../../../src/account';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('listWebAuthnCredentials$', () => {
  it('lists a page of passkeys', async () => {
    const createdAt = new Date(1_000);
    const auth = createFakeAuth([
      {
        NextToken: 'page-2',
        Credentials: [
          {
            CredentialId: 'c1',
            FriendlyCredentialName: 'Laptop',
            RelyingPartyId: 'example.com',
            AuthenticatorAttachment: 'platform',
            AuthenticatorTransports: ['internal'],
            CreatedAt: createdAt,
          },
          { CredentialId: 'c2' },
          { FriendlyCredentialName: 'nothing to delete it by' },
        ],
      },
    ]);
    expect(await outcomeOf(listWebAuthnCredentials$(auth))).toEqual({
      values: [
        {
          nextToken: 'page-2',
          credentials: [
            {
              credentialId: 'c1',
              friendlyCredentialName: 'Laptop',
              relyingPartyId: 'example.com',
              authenticatorAttachment: 'platform',
              authenticatorTransports: ['internal'],
              createdAt,
            },
            { credentialId: 'c2' },
          ],
        },
      ],
    });
    expect(auth.calls[0]?.input).toEqual({ AccessToken: auth.accessToken });
  });

  it('goes on where a page ended', async () => {
    const auth = createFakeAuth([{}]);
    const input = { pageSize: 20, nextToken: 'page-2' };
    expect(await outcomeOf(listWebAuthnCredentials$(auth, input))).toEqual({ values: [{ credentials: [] }] });
    expect(auth.calls[0]?.input).toEqual({
      AccessToken: auth.accessToken,
      MaxResults: 20,
      NextToken: 'page-2',
    });
  });

  it.each([
    { pageSize: 0 },
    { pageSize: 21 },
    { pageSize: 1.5 },
    { pageSize: NaN },
    { pageSize: '5' },
    { nextToken: '' },
  ])('refuses %j (R42, R68)', async (input) => {
    const auth = createFakeAuth();
    expect(await refusalOf(listWebAuthnCredentials$(auth, input as never))).toMatchObject({
      kind: 'validation',
    });
    expect(auth.calls).toEqual([]);
  });
});
