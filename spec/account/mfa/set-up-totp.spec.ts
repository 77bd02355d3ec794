import { firstValueFrom } from 'rxjs';
import { setUpTOTP$ } from '../../../src/account';
import { createFakeAuth, refusalOf } from '../fake-auth';

describe('setUpTOTP$', () => {
  it('hands out the secret, and the URI to be shown as a QR code', async () => {
    const details = await firstValueFrom(setUpTOTP$(createFakeAuth([{ SecretCode: 'JBSWY3DPEHPK3PXP' }])));
    expect(details.sharedSecret).toBe('JBSWY3DPEHPK3PXP');
    expect(details.getSetupUri('My App').href).toBe(
      'otpauth://totp/My%20App:ada?secret=JBSWY3DPEHPK3PXP&issuer=My%20App',
    );
    expect(details.getSetupUri('A&B', 'ada@example.com').href).toBe(
      'otpauth://totp/A%26B:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=A%26B',
    );
  });

  it('names nobody where the session has ended meanwhile', async () => {
    const auth = createFakeAuth([{ SecretCode: 'S' }]);
    auth.states$.next({ status: 'signedOut', reason: 'signedOut' });
    const { getSetupUri } = await firstValueFrom(setUpTOTP$(auth));
    expect(getSetupUri('App').href).toBe('otpauth://totp/App:?secret=S&issuer=App');
  });

  it('refuses an answer without a secret', async () => {
    expect(await refusalOf(setUpTOTP$(createFakeAuth([{}])))).toMatchObject({
      kind: 'service',
      code: 'NoTotpSecret',
    });
  });
});
