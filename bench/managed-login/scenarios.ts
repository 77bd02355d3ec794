import type { FaultPlan } from 'rx-cognito/emulator';
import type { PeerName, Scene, Stage } from './stage';

/** How long a user is willing to wait. */
const PATIENCE_MS = 12_000;
/** How long late things may take to show. */
const AFTERMATH_MS = 700;

/** What is left of one sign-out. */
export interface Remains {
  /** Sessions that can still be refreshed at the server. */
  readonly server: number;
  /** Entries with tokens in the browser's storage. */
  readonly client: number;
  /** Whether the browser is signed in at managed login. */
  readonly cookie: string;
  readonly endsAt: string;
  readonly told: string;
}

/** One fault. */
export interface Scenario {
  readonly name: string;
  /** What goes wrong, right before the sign-out. */
  readonly arrange: (scene: Scene) => Promise<unknown> | void;
  /** The user has had enough, and opens the application again. */
  readonly isAbandoned?: boolean;
}

/** Clients revoke by one or the other. */
const onRevoke =
  (fault: FaultPlan) =>
  ({ pool }: Scene): void => {
    for (const name of ['RevokeToken', '/oauth2/revoke'] as const)
      pool.faults.on(name, { call: 'every', ...fault });
  };

/** Everything that is tried. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'none', arrange: () => undefined },
  { name: 'revocation answers 500', arrange: onRevoke({ error: 'InternalErrorException' }) },
  { name: 'revocation hangs', arrange: onRevoke({ hang: true }) },
  {
    name: '/logout hangs, page reopened',
    arrange: ({ page }) => page.route('**/logout?**', () => new Promise(() => undefined)),
    isAbandoned: true,
  },
  { name: 'offline', arrange: ({ page }) => page.context().setOffline(true) },
];

const placeOf = ({ page, setting, homeUrl }: Scene): string => {
  const url = page.url();
  if (url.startsWith(setting.redirectSignOut)) return 'its sign-out page';
  if (url.startsWith(homeUrl)) return 'the page it began on';
  if (url.includes('/login?')) return 'the sign-in page';
  return url.startsWith('chrome-error:') ? "the browser's error page" : "Cognito's error page";
};

/** Waits until the page has come to rest: returned, told something, or nothing within the patience. */
async function settle({ page, setting }: Scene): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const isBack = page.url().startsWith(setting.redirectSignOut) || page.url().startsWith('chrome-error:');
    if (isBack || (await toldOn({ page })) !== 'nothing') break;
    await page.waitForTimeout(50);
  }
  // What it does after it has told.
  await page.waitForTimeout(AFTERMATH_MS);
}

const toldOn = ({ page }: Pick<Scene, 'page'>): Promise<string> =>
  page.evaluate(() => (typeof peer === 'object' ? peer.told() : 'nothing')).catch(() => 'nothing');

const storedTokens = ({ page }: Scene): Promise<number> =>
  page
    .evaluate(
      () =>
        [localStorage, sessionStorage]
          .flatMap((area) => Object.values(area) as string[])
          .filter((value) => value.includes('eyJ')).length,
    )
    .catch(() => 0);

/** Plays one scenario with one client. */
export const play = (
  stage: Stage,
  { arrange, isAbandoned = false }: Scenario,
  peerName: PeerName,
): Promise<Remains> =>
  stage.play(peerName, async (scene) => {
    const { page, pool, homeUrl } = scene;
    await arrange(scene);
    const left = page.waitForRequest((request) => request.url().includes('/logout?')).catch(() => undefined);
    await page.evaluate(() => {
      peer.signOut();
    });
    if (isAbandoned) {
      await left;
      await page.goto(homeUrl);
    } else await settle(scene);
    await page.waitForLoadState('load').catch(() => undefined);
    const [endsAt, told] = [placeOf(scene), await toldOn(scene)];
    // The storage is that of the application's origin, wherever the page has come to.
    await page.context().setOffline(false);
    if (!page.url().startsWith(homeUrl)) await page.goto(homeUrl);
    return {
      server: pool.tokenFamilies().filter(({ liveTokens }) => liveTokens.length > 0).length,
      client: await storedTokens(scene),
      cookie: pool.ssoSessions().some(({ isLive }) => isLive) ? 'signed in' : 'signed out',
      endsAt,
      told,
    };
  });
