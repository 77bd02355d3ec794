import { deleteWebAuthnCredential$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

describe('deleteWebAuthnCredential$', () => {
  it('deletes a passkey, and has nothing to say', async () => {
    const auth = createFakeAuth([{}]);
    expect(await outcomeOf(deleteWebAuthnCredential$(auth, { credentialId: 'c1' }))).toStrictEqual({
      values: [undefined],
    });
    expect(auth.calls[0]?.input).toEqual({ AccessToken: auth.accessToken, CredentialId: 'c1' });
  });

  it('says that it is gone already', async () => {
    const auth = createFakeAuth([serviceError('ResourceNotFoundException')]);
    expect(await refusalOf(deleteWebAuthnCredential$(auth, { credentialId: 'c1' }))).toMatchObject({
      kind: 'service',
      recoverySuggestion: expect.stringContaining('no such passkey any more'),
    });
  });
});
