import { firstValueFrom } from 'rxjs';
import type { Auth, AuthOptions } from 'rx-cognito';
import * as rxCognito from 'rx-cognito';
import { startUserPool } from '../../../src/emulator';
import type { RunningUserPool } from '../../../src/emulator';
import { runSample } from '../../docs/sample';

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

describe('docs/recipes/remember-me.md', () => {
  let pool: RunningUserPool;
  let local: ReturnType<typeof createBrowserStorage>;
  let tab: ReturnType<typeof createBrowserStorage>;
  const open: Auth[] = [];

  /** The recipe, on a page of the pool. */
  const openPage = () => {
    const createAuth = (options: AuthOptions) =>
      rxCognito.createAuth({
        ...options,
        userPoolId: pool.userPoolId,
        userPoolClientId: pool.userPoolClientId,
        userPoolEndpoint: pool.endpoint,
      });
    const recipe = runSample('docs/recipes/remember-me.md', 0, () => ({ ...rxCognito, createAuth })) as {
      rememberMe: (isWanted: boolean) => void;
      createRememberingAuth: () => Auth;
    };
    const auth = recipe.createRememberingAuth();
    open.push(auth);
    return { auth, rememberMe: recipe.rememberMe };
  };

  beforeEach(async () => {
    pool = await startUserPool({ users: [USER] });
    [local, tab] = [createBrowserStorage(), createBrowserStorage()];
    Object.assign(globalThis, { localStorage: local, sessionStorage: tab });
  });

  afterEach(async () => {
    open.splice(0).forEach((auth) => {
      auth.destroy();
    });
    Reflect.deleteProperty(globalThis, 'localStorage');
    Reflect.deleteProperty(globalThis, 'sessionStorage');
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
