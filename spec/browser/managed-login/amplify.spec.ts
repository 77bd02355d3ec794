import { openTheatre } from './stage';
import type { Stage, Theatre, Visitor } from './stage';

declare global {
  /** Amplify, in a page of its own. */
  var amplify: {
    signIn(): void;
    signOut(): void;
    username(): Promise<string | undefined>;
  };
}

const isBrowserSignedIn = (stage: Stage): boolean => stage.pool.ssoSessions().some(({ isLive }) => isLive);
const liveTokens = (stage: Stage) => stage.pool.tokenFamilies().flatMap((family) => family.liveTokens);

describe('aws-amplify at the managed login of the emulator, over HTTPS (#15)', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre({ '/amplify/': 'amplify-page.mjs' });
  }, 60_000);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage({ isAdopting: true, pool: { https: true } });
  });

  afterEach(() => stage.close());

  /** Signs in by `signInWithRedirect` of Amplify. */
  const signedIn = async (): Promise<Visitor> => {
    const visitor = await stage.visitor();
    await visitor.open('/amplify/');
    await Promise.all([
      visitor.page.waitForURL(/\/login\?/),
      visitor.page.evaluate(() => {
        amplify.signIn();
      }),
    ]);
    await visitor.enterPassword();
    await visitor.page.evaluate(() => amplify.username());
    return visitor;
  };

  it('signs in by signInWithRedirect and out by signOut, which leaves neither tokens nor the cookie', async () => {
    const visitor = await signedIn();
    expect(stage.pool.endpoint).toMatch(/^https:/);
    expect(await visitor.page.evaluate(() => amplify.username())).toBe('alice');
    expect(isBrowserSignedIn(stage)).toBe(true);
    await visitor.page.evaluate(() => {
      amplify.signOut();
    });
    await visitor.page.waitForURL('**/amplify/bye');
    expect(isBrowserSignedIn(stage)).toBe(false);
    expect(liveTokens(stage)).toEqual([]);
  });

  it('leaves a session that is taken over with where it began, so that its sign-out passes through /logout', async () => {
    const visitor = await signedIn();
    await visitor.open();
    await visitor.shows('signedIn alice');
    expect(await visitor.stored('localStorage')).not.toContain('CognitoIdentityServiceProvider');
    await visitor.signOutAndReturn();
    expect(await visitor.result()).toMatchObject({
      type: 'signedOut',
      report: { outcome: 'complete', steps: { revokeToken: 'done', hostedUi: 'done' } },
    });
    expect(isBrowserSignedIn(stage)).toBe(false);
    expect(liveTokens(stage)).toEqual([]);
  });
});
