import { openTheatre, PASSWORD } from './stage';
import type { Stage, Tab, Theatre } from './stage';

const amplifyKeys = ({ page }: Tab): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...decodeURIComponent(document.cookie).split('; ')]
      .filter((key) => key.startsWith('CognitoIdentityServiceProvider'))
      .map((key) => key.split('=')[0] ?? ''),
  );

describe('amplifySession', () => {
  let theatre: Theatre;
  let stage: Stage;

  beforeAll(async () => {
    theatre = await openTheatre();
  }, 60_000);

  afterAll(() => theatre.close());

  beforeEach(async () => {
    stage = await theatre.createStage();
  });

  afterEach(() => stage.close());

  it.each(['amplify', 'amplifyCookies', 'identityJs'] as const)(
    'takes over the session that %s made, before anything else is said, and once',
    async (peer) => {
      const opened = await stage.openPage();
      const input = {
        ...stage.options,
        userPoolEndpoint: stage.pool.endpoint,
        username: 'alice',
        password: PASSWORD,
      };
      await opened.page.evaluate(([name, given]) => tab.peers[name](given), [peer, input] as const);
      const left = await amplifyKeys(opened);

      const first = await stage.start(opened, { adopt: 'amplify' });
      const { accessToken } = await opened.tokens();
      const adopted = await opened.state();
      const states = await opened.history();
      await stage.passHours(2);
      const renewed = await opened.tokens();
      await opened.signOut();
      await opened.page.reload();

      expect(left).toContain(`CognitoIdentityServiceProvider.${stage.pool.userPoolClientId}.LastAuthUser`);
      // The code for it comes first; a state that is not true is told meanwhile to nobody.
      expect(first).toEqual({ status: 'restoring' });
      expect(states).toEqual(['restoring', 'signedIn alice fresh']);
      expect(adopted).toMatchObject({ status: 'signedIn', freshness: 'fresh', user: { username: 'alice' } });
      expect(await amplifyKeys(opened)).toEqual([]);
      expect(stage.pool.requests.list('InitiateAuth')).toHaveLength(1);
      expect(renewed.accessToken).not.toBe(accessToken);
      expect(await stage.start(opened, { adopt: 'amplify' })).toMatchObject({ status: 'signedOut' });
    },
  );
});
