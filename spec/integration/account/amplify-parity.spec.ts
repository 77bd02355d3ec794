import * as amplify from 'aws-amplify/auth';
import { firstValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Auth } from '../../../src';
import * as account from '../../../src/account';
import type { RunningUserPool } from '../../../src/emulator';
import { configureAmplify } from '../emulator/amplify';
import {
  authOf,
  begin,
  PASSWORD,
  refusal,
  sentCode,
  signedInName,
  startPool,
  stopAll,
} from '../sign-in/fixture';

/** What both are asked, each of a pool of its own that is made alike. */
interface Side {
  readonly pool: RunningUserPool;
}

const CAROL = { username: 'carol', password: PASSWORD };
const userAttributes = { email: 'carol@example.com' };

/** Amplify sets to `undefined` what ours leaves out; ids and secrets are each pool's own. */
const plain = (result: object): unknown =>
  JSON.parse(
    JSON.stringify(result, (name, value: unknown) =>
      ['userId', 'sub', 'sharedSecret'].includes(name) && typeof value === 'string' ? typeof value : value,
    ),
  );

const codeOf = ({ pool }: Side): string => pool.outbox.latest('carol')?.code ?? '';

describe('amplify-js and rx-cognito/account', () => {
  let theirs: Side;
  let ours: Side & { readonly auth: Auth };

  beforeEach(async () => {
    theirs = { pool: await startPool() };
    const pool = await startPool();
    ours = { pool, auth: authOf(pool) };
    configureAmplify(theirs.pool);
  });

  afterEach(async () => {
    await amplify.signOut().catch(() => undefined);
    await stopAll();
  });

  const signBothIn = async (): Promise<void> => {
    await amplify.signIn({ username: 'ada', password: PASSWORD });
    await begin(ours.auth);
  };

  it('say the same of a sign-up and its confirmation (#14)', async () => {
    const { auth } = ours;
    const signedUp = await amplify.signUp({ ...CAROL, options: { userAttributes } });
    expect(plain(await firstValueFrom(account.signUp$(auth, { ...CAROL, userAttributes })))).toEqual(
      plain(signedUp),
    );
    const resent = await amplify.resendSignUpCode({ username: 'carol' });
    expect(plain(await firstValueFrom(account.resendSignUpCode$(auth, { username: 'carol' })))).toEqual(
      plain(resent),
    );
    const confirmed = await amplify.confirmSignUp({ username: 'carol', confirmationCode: codeOf(theirs) });
    const input = { username: 'carol', confirmationCode: codeOf(ours), autoSignIn: false };
    expect(plain(await firstValueFrom(account.confirmSignUp$(auth, input)))).toEqual(plain(confirmed));
  });

  it('say the same of a forgotten password (#14)', async () => {
    const reset = await amplify.resetPassword({ username: 'ada' });
    expect(plain(await firstValueFrom(account.resetPassword$(ours.auth, { username: 'ada' })))).toEqual(
      plain(reset),
    );
    const input = { username: 'ada', newPassword: 'N3w-Passw0rd!' };
    await amplify.confirmResetPassword({ ...input, confirmationCode: sentCode(theirs.pool) });
    await firstValueFrom(
      account.confirmResetPassword$(ours.auth, { ...input, confirmationCode: sentCode(ours.pool) }),
    );
    await amplify.signIn({ username: 'ada', password: input.newPassword });
    await begin(ours.auth, { password: input.newPassword });
    expect((await amplify.getCurrentUser()).username).toBe(signedInName(ours.auth));
  });

  it('say the same of attributes (#14)', async () => {
    await signBothIn();
    const { auth } = ours;
    expect(plain(await firstValueFrom(account.fetchUserAttributes$(auth)))).toEqual(
      plain(await amplify.fetchUserAttributes()),
    );
    const changes = { nickname: 'Ada', email: 'lovelace@example.com' };
    const updated = await amplify.updateUserAttributes({ userAttributes: changes });
    expect(
      plain(await firstValueFrom(account.updateUserAttributes$(auth, { userAttributes: changes }))),
    ).toEqual(plain(updated));
    const input = { userAttributeKey: 'phone_number' } as const;
    const sent = await amplify.sendUserAttributeVerificationCode(input);
    expect(plain(await firstValueFrom(account.sendUserAttributeVerificationCode$(auth, input)))).toEqual(
      plain(sent),
    );
  });

  it('say the same of second factors (#14)', async () => {
    await signBothIn();
    const { auth } = ours;
    const none = await amplify.fetchMFAPreference();
    expect(plain(await firstValueFrom(account.fetchMFAPreference$(auth)))).toEqual(plain(none));
    const totp = await amplify.setUpTOTP();
    expect(plain(await firstValueFrom(account.setUpTOTP$(auth)))).toEqual(plain(totp));
    const input = { sms: 'ENABLED', email: 'PREFERRED' } as const;
    await amplify.updateMFAPreference(input);
    await firstValueFrom(account.updateMFAPreference$(auth, input));
    const preferences = await amplify.fetchMFAPreference();
    expect(plain(await firstValueFrom(account.fetchMFAPreference$(auth)))).toEqual(plain(preferences));
  });

  const input = { username: 'ada', confirmationCode: '123456' };

  it.each<[string, () => Promise<unknown>, (auth: Auth) => Observable<unknown>]>([
    [
      'a sign-up under a name that is taken',
      () => amplify.signUp({ ...CAROL, username: 'ada' }),
      (auth) => account.signUp$(auth, { ...CAROL, username: 'ada' }),
    ],
    [
      'a sign-up with a weak password',
      () => amplify.signUp({ ...CAROL, password: 'weak' }),
      (auth) => account.signUp$(auth, { ...CAROL, password: 'weak' }),
    ],
    [
      'a confirmation that is not due',
      () => amplify.confirmSignUp(input),
      (auth) => account.confirmSignUp$(auth, input),
    ],
    [
      'another code for a user who is confirmed',
      () => amplify.resendSignUpCode({ username: 'ada' }),
      (auth) => account.resendSignUpCode$(auth, { username: 'ada' }),
    ],
    [
      'a reset by a code that nobody sent',
      () => amplify.confirmResetPassword({ ...input, newPassword: 'N3w-Passw0rd!' }),
      (auth) => account.confirmResetPassword$(auth, { ...input, newPassword: 'N3w-Passw0rd!' }),
    ],
  ])('are refused %s alike (#14)', async (_what, ask, ask$) => {
    const { name } = (await ask().catch((error: unknown) => error)) as Error;
    const refused = await refusal(firstValueFrom(ask$(ours.auth)));
    expect(refused.code).toBe(name);
  });
});
