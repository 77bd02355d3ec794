import { firstValueFrom } from 'rxjs';
import { confirmSignUp$, fetchUserAttributes$, updatePassword$ } from '../../src/account';
import { createTestAuth, testError } from '../../src/testing';
import { outcomeOf, refusalOf } from './fake-auth';

describe('the account over createTestAuth()', () => {
  it('is served what the spec answers, with a session and without (#14)', async () => {
    const auth = createTestAuth();
    auth.answer('sendPublic', { Session: 'session-1' });
    const { autoSignIn$ } = await firstValueFrom(
      confirmSignUp$(auth, { username: 'ada', confirmationCode: '123456' }),
    );
    expect(await outcomeOf(autoSignIn$!)).toMatchObject({ values: [{ isSignedIn: true }] });
    expect(auth.state).toMatchObject({ status: 'signedIn' });
    auth.answer('send', { UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }] });
    expect(await outcomeOf(fetchUserAttributes$(auth))).toEqual({ values: [{ email: 'ada@example.com' }] });
  });

  it('is refused as the spec says, and where nobody is signed in (#14)', async () => {
    const auth = createTestAuth();
    const input = { oldPassword: 'old', newPassword: 'new' };
    expect(await refusalOf(updatePassword$(auth, input))).toMatchObject({ kind: 'signedOut' });
    auth.startSession();
    auth.answer('send', testError({ kind: 'service', code: 'InvalidPasswordException' }));
    expect(await refusalOf(updatePassword$(auth, input))).toMatchObject({ code: 'InvalidPasswordException' });
  });
});
