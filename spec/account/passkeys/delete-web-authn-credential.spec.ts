import { deleteWebAuthnCredential$ } from '../../../src/account';
import { createFakeAuth, outcomeOf } from '../fake-auth';

describe('deleteWebAuthnCredential$', () => {
  it('deletes a passkey, and has nothing to say', async () => {
    const auth = createFakeAuth([{}]);
    expect(await outcomeOf(deleteWebAuthnCredential$(auth, { credentialId: 'c1' }))).toEqual({
      values: [undefined],
    });
    expect(auth.calls[0]?.input).toEqual({ AccessToken: auth.accessToken, CredentialId: 'c1' });
  });
});
