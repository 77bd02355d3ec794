import { filter, firstValueFrom } from 'rxjs';
import type { Auth, AuthOptions } from 'rx-cognito';
import * as rxCognito from 'rx-cognito';
import { startUserPool } from '../../../src/emulator';
import type { RunningUserPool } from '../../../src/emulator';
import { runSample } from '../../docs/sample';

const OTHER = { username: 'grace', password: 'Passw0rd!' };
const USER = { username: 'ada', password: 'Passw0rd!' };

/** A `Storage` of a browser, as far as the recipe uses it. */
const createBrowserStorage = () => {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => entries.set(key, value),
    removeItem: (key: string) => entries.delete(key),
  };
};

const holdsTokens = ({ entries }: ReturnType<typeof createBrowserStorage>): boolean =>
  [...entries.values()].some((value) => value.includes('eyJ'));

const ownerOf = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { username: unknown })
    .username;

describe('docs/recipes/remember-me.md', () => {
  let pool: RunningUserPool;
  let local: ReturnType<typeof createBrowserStorage>;
  let tab: ReturnType<typeof createBrowserStorage>;
  const open: Auth[] = [];

  /** The recipe, on a page of the pool, in a tab. */
  const openPage = (sessionStorage = tab) => {
    const createAuth = (options: AuthOptions) =>
      rxCognito.createAuth({
        ...options,
        userPoolId: pool.userPoolId,
        userPoolClientId: pool.userPoolClientId,
        userPoolEndpoint: pool.endpoint,
      });
    const recipe = runSample('docs/recipes/remember-me.md', 0, () => ({ ...rxCognito, createAuth }), {
      localStorage: local,
      sessionStorage,
    }) as {
      rememberMe: (isWanted: boolean) => void;
      createRememberingAuth: () => Auth;
    };
    const auth = recipe.createRememberingAuth();
    open.push(auth);
    return { auth, rememberMe: recipe.rememberMe };
  };

  beforeEach(async () => {
    pool = await startUserPool({ users: [USER, OTHER] });
    [local, tab] = [createBrowserStorage(), createBrowserStorage()];
  });

  afterEach(async () => {
    open.splice(0).forEach((auth) => {
      auth.destroy();
    });
    await pool.close();
  });

  it.each([
    [true, 'signedIn'],
    [false, 'signedOut'],
  ])('remembered %s, finds the next browser %s (#18)', async (isWanted, status) => {
    const { auth, rememberMe } = openPage();
    rememberMe(isWanted);
    await firstValueFrom(auth.signIn$({ ...USER, authFlowType: 'USER_PASSWORD_AUTH' }));
    expect([holdsTokens(local), holdsTokens(tab)]).toEqual([isWanted, !isWanted]);

    expect(openPage().auth.state.status).toBe('signedIn');
    tab.entries.clear();
    expect(openPage().auth.state.status).toBe(status);
  });

  it('keeps the sessions of two tabs apart, whatever is renewed in them, and whatever was ticked (#18)', async () => {
    const [first, second] = [openPage(), openPage(createBrowserStorage())];
    first.rememberMe(false);
    await firstValueFrom(first.auth.signIn$({ ...USER, authFlowType: 'USER_PASSWORD_AUTH' }));
    second.rememberMe(true);
    await firstValueFrom(second.auth.signIn$({ ...OTHER, authFlowType: 'USER_PASSWORD_AUTH' }));
    await firstValueFrom(first.auth.tokens$({ forceRefresh: true }));
    await firstValueFrom(second.auth.tokens$({ forceRefresh: true }));

    const users = [first, second]
      .map(({ auth }) => auth.state)
      .map((state) => 'user' in state && state.user.username);
    expect(users).toEqual([USER.username, OTHER.username]);
    expect(openPage(createBrowserStorage()).auth.state).toMatchObject({ user: { username: OTHER.username } });
    await firstValueFrom(first.auth.signOut$());
    expect([holdsTokens(tab), holdsTokens(local)]).toEqual([false, true]);
    const { accessToken } = await firstValueFrom(second.auth.tokens$());
    expect(ownerOf(accessToken)).toBe(OTHER.username);
  });

  it('has a remembered session stay so, though its renewal follows a form that was sent and failed elsewhere (#18)', async () => {
    const [first, second] = [openPage(), openPage(createBrowserStorage())];
    second.rememberMe(false);
    const wrong = { ...USER, password: 'wrong', authFlowType: 'USER_PASSWORD_AUTH' } as const;
    await expect(firstValueFrom(second.auth.signIn$(wrong))).rejects.toThrow();
    first.rememberMe(true);
    await firstValueFrom(first.auth.signIn$({ ...USER, authFlowType: 'USER_PASSWORD_AUTH' }));
    await firstValueFrom(second.auth.state$.pipe(filter(({ status }) => status === 'signedIn')));
    await firstValueFrom(second.auth.tokens$({ forceRefresh: true }));

    expect(openPage(createBrowserStorage()).auth.state.status).toBe('signedIn');
  });

  it('leaves no token anywhere after a sign-out, and moves with the checkbox (#18)', async () => {
    const { auth, rememberMe } = openPage();
    for (const isWanted of [true, false, true]) {
      rememberMe(isWanted);
      await firstValueFrom(auth.signIn$({ ...USER, authFlowType: 'USER_PASSWORD_AUTH' }));
      await firstValueFrom(auth.signOut$());
      expect([holdsTokens(local), holdsTokens(tab)]).toEqual([false, false]);
    }
    expect(pool.tokenFamilies().flatMap(({ liveTokens }) => liveTokens)).toEqual([]);
  });
});
