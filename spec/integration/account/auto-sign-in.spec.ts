import { firstValueFrom } from 'rxjs';
import { confirmSignUp$, fetchUserSessions$, revokeUserSession$, signUp$ } from '../../../src/account';
import type { RunningUserPool } from '../../../src/emulator';
import { ADA, authOf, begin, PASSWORD, refusal, signedInName, startPool, stopAll } from '../sign-in/fixture';

const CAROL = { username: 'carol', userAttributes: { email: 'carol@example.com' } } as const;
const codeOf = (pool: RunningUserPool): string => pool.outbox.latest('carol')?.code ?? '';

/** Signs carol up and confirms her; returns the sign-in that may follow. */
async function signedUp(pool: RunningUserPool, auth: ReturnType<typeof authOf>, password?: string) {
  await firstValueFrom(signUp$(auth, { ...CAROL, ...(password === undefined ? {} : { password }) }));
  const { nextStep, autoSignIn$ } = await firstValueFrom(
    confirmSignUp$(auth, { username: 'carol', confirmationCode: codeOf(pool) }),
  );
  expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
  if (!autoSignIn$) throw new Error('There is no sign-in that follows.');
  return autoSignIn$;
}

describe('autoSignIn$', () => {
  afterEach(stopAll);

  it.each([
    ['with a password', PASSWORD],
    ['without one', undefined],
  ])('signs in who has just signed up %s, by the Session of ConfirmSignUp (#14)', async (_, password) => {
    const pool = await startPool();
    const auth = authOf(pool);
    const result = await firstValueFrom(await signedUp(pool, auth, password));
    expect(result).toEqual({ isSignedIn: true, nextStep: { signInStep: 'DONE' } });
    expect(signedInName(auth)).toBe('carol');
    await firstValueFrom(auth.tokens$({ forceRefresh: true }));
  });

  it('signs in whom a trigger confirms at once by the password, where that is asked for (R75)', async () => {
    const pool = await startPool({ triggers: { preSignUp: () => ({ autoConfirmUser: true }) } });
    const auth = authOf(pool);
    const { nextStep, autoSignIn$ } = await firstValueFrom(
      signUp$(auth, { ...CAROL, password: PASSWORD, autoSignIn: true }),
    );
    expect(nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
    await firstValueFrom(autoSignIn$!);
    expect(signedInName(auth)).toBe('carol');
  });

  it('is good for one attempt', async () => {
    const pool = await startPool();
    const auth = authOf(pool);
    const autoSignIn$ = await signedUp(pool, auth, PASSWORD);
    await firstValueFrom(autoSignIn$);
    await firstValueFrom(auth.signOut$());
    expect(await refusal(firstValueFrom(autoSignIn$))).toMatchObject({ kind: 'notAuthorized' });
    expect(auth.state.status).toBe('signedOut');
  });
});

describe('the sessions of a user', () => {
  afterEach(stopAll);

  it('are told apart, and one of them is signed out from another (#14)', async () => {
    const pool = await startPool({ users: [ADA], sessionTracking: {} });
    const [here, there] = [authOf(pool), authOf(pool)];
    await begin(here);
    await begin(there);
    const sessions = await firstValueFrom(fetchUserSessions$(here));
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    const other = sessions.find(({ isCurrent }) => !isCurrent);
    const own = sessions.find(({ isCurrent }) => isCurrent);
    await firstValueFrom(revokeUserSession$(here, { sessionId: other?.sessionId ?? '' }));
    await refusal(firstValueFrom(there.tokens$({ forceRefresh: true })));
    expect(there.state).toMatchObject({ status: 'signedOut', reason: 'sessionExpired' });
    expect(await firstValueFrom(fetchUserSessions$(here))).toHaveLength(1);
    expect(
      await refusal(firstValueFrom(revokeUserSession$(here, { sessionId: own?.sessionId ?? '' }))),
    ).toMatchObject({ kind: 'validation' });
    expect(signedInName(here)).toBe('ada');
  });

  it('are tracked by no pool that has it switched off', async () => {
    const auth = authOf(await startPool());
    await begin(auth);
    expect(await refusal(firstValueFrom(fetchUserSessions$(auth)))).toMatchObject({ kind: 'configuration' });
  });
});
