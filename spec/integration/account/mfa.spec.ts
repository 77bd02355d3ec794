import { firstValueFrom } from 'rxjs';
import {
  fetchMFAPreference$,
  setUpTOTP$,
  updateMFAPreference$,
  verifyTOTPSetup$,
} from '../../../src/account';
import { totpCode } from '../../../src/emulator';
import { answer, authOf, begin, refusal, startPool, stopAll } from '../sign-in/fixture';
import { valuesOf } from './fixture';

describe('a second factor', () => {
  afterEach(stopAll);

  it('is an authenticator app, once it is set up, verified and preferred', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    expect(await firstValueFrom(fetchMFAPreference$(auth))).toEqual({});
    const { sharedSecret, getSetupUri } = await firstValueFrom(setUpTOTP$(auth));
    expect(getSetupUri('App').href).toBe(`otpauth://totp/App:ada?secret=${sharedSecret}&issuer=App`);
    const code = await totpCode(sharedSecret, pool.clock.now());
    expect(await valuesOf(verifyTOTPSetup$(auth, { code, friendlyDeviceName: 'phone' }))).toStrictEqual([
      undefined,
    ]);
    expect(await valuesOf(updateMFAPreference$(auth, { totp: 'PREFERRED' }))).toStrictEqual([undefined]);
    expect(await firstValueFrom(fetchMFAPreference$(auth))).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });

    const elsewhere = authOf(pool);
    expect(await begin(elsewhere)).toEqual({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
  });

  it('is no authenticator app whose code was wrong', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    const { sharedSecret } = await firstValueFrom(setUpTOTP$(auth));
    const code = await totpCode(sharedSecret, pool.clock.now());
    const other = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect(await refusal(firstValueFrom(verifyTOTPSetup$(auth, { code: other })))).toMatchObject({
      code: expect.stringMatching(/^(EnableSoftwareTokenMFA|CodeMismatch)Exception$/),
    });
  });

  it('is a code by SMS or e-mail, asked for at the next sign-in', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    await begin(auth);
    await firstValueFrom(updateMFAPreference$(auth, { sms: 'ENABLED', email: 'PREFERRED' }));
    expect(await firstValueFrom(fetchMFAPreference$(auth))).toEqual({
      enabled: ['SMS', 'EMAIL'],
      preferred: 'EMAIL',
    });
    const elsewhere = authOf(pool);
    expect(await begin(elsewhere)).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' });
    await answer(elsewhere, pool.outbox.latest('ada')?.code ?? '');
    await firstValueFrom(updateMFAPreference$(elsewhere, { sms: 'DISABLED', email: 'DISABLED' }));
    expect(await firstValueFrom(fetchMFAPreference$(auth))).toEqual({});
  });

  it('is none that the user lacks what it needs for', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(await refusal(firstValueFrom(updateMFAPreference$(auth, { totp: 'ENABLED' })))).toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});
