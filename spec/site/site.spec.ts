import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type axe from 'axe-core';
import { openStage, SITE } from './stage';
import type { Stage } from './stage';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Four looks at a page. */
const AXE_LIMIT_MS = 60_000;

const pages = readdirSync(SITE, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.html') && name !== '404.html');

const htmlOf = (page: string): string => readFileSync(join(SITE, page), 'utf8');

/** What can be jumped to, and what is linked to, in a page. */
function anchorsOf(page: string): { readonly ids: ReadonlySet<string>; readonly links: readonly string[] } {
  const html = htmlOf(page);
  const found = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, name = '']) => decodeURI(name));
  return { ids: new Set(found(/ id="([^"]+)"/g)), links: found(/ href="([^"]+)"/g) };
}

describe('the documentation site (#18)', () => {
  const anchors = new Map(pages.map((page) => [page, anchorsOf(page)]));

  it('has no link, and no anchor, that leads nowhere', () => {
    const dead = pages.flatMap((page) =>
      (anchors.get(page)?.links ?? []).flatMap((link) => {
        const { origin, pathname, hash } = new URL(link, `http://site/${page}`);
        if (origin !== 'http://site') return [];
        if (!/(\.html|\/)$/.test(pathname))
          return existsSync(join(SITE, pathname)) ? [] : [`${page} → ${link}`];
        const target = anchors.get(pathname.slice(1).replace(/^$|\/$/, (end) => `${end}index.html`));
        const isThere = hash === '' ? target : target?.ids.has(decodeURI(hash.slice(1)));
        return isThere ? [] : [`${page} → ${link}`];
      }),
    );

    expect(dead).toEqual([]);
  });

  it('has a page of reference for each entry of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(SITE, '../../package.json'), 'utf8')) as {
      exports: Record<string, unknown>;
    };
    const entries = Object.keys(exports).filter((entry) => entry !== './package.json');

    expect(pages.filter((page) => page.startsWith('api/rx-cognito')).sort()).toEqual(
      entries.map((entry) => `api/${entry.replace('.', 'rx-cognito')}.html`).sort(),
    );
  });
});

describe('the documentation site in a browser (#18)', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });

  afterAll(() => stage.close());

  it.each([
    '/index.html',
    '/start.html',
    '/sign-out.html',
    '/api/rx-cognito/amplify.html',
    '/playground.html',
  ])(
    'shows %s without fault for axe, on a phone and on a desktop, in light and in dark',
    async (path) => {
      const page = await stage.openPage(path);
      if (path === '/playground.html') {
        await page.getByRole('button', { name: 'Amplify', exact: true }).click();
        await page.getByRole('article', { name: 'Amplify' }).waitFor();
      }
      await page.evaluate(AXE);
      const faults: string[] = [];
      for (const width of [390, 1_280]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 844 });
          await page.emulateMedia({ colorScheme });
          const found = await page.evaluate(async () => {
            const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
            const isTooWide = document.documentElement.scrollWidth > innerWidth;
            return [
              ...violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n   ')}`,
              ),
              ...(isTooWide ? ['too wide'] : []),
            ];
          });
          faults.push(...found.map((fault) => `${String(width)} ${colorScheme} ${fault}`));
        }
      }
      await page.close();

      expect(faults).toEqual([]);
    },
    AXE_LIMIT_MS,
  );

  it('leads from the way in to the reasons to trust it, in this order', async () => {
    const page = await stage.openPage('/start.html');
    // Neighbours without pages beneath them stand in one group that has no name.
    const entries = page.locator(
      '.VPSidebarItem.level-0 > .item .text, .VPSidebarItem.level-0:not(:has(> .item)) > .items > .level-1 > .item .text',
    );

    expect(await entries.allTextContents()).toEqual([
      'Start',
      'Sign in',
      'Sign out',
      'Session',
      'Account',
      'Managed login',
      'Angular',
      'NgRx',
      'Testing',
      'Emulator',
      'Recipes',
      ...(existsSync(join(SITE, 'migrate')) ? ['Migrate'] : []),
      'Errors',
      'Reference',
      'Why it can be trusted',
    ]);
    await page.close();
  });

  it('is searched without a server', async () => {
    const page = await stage.openPage('/start.html');
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('searchbox').fill('signOut$');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();

    expect(await page.locator('.VPLocalSearchBox .result').first().textContent()).toMatch(/sign-?out/i);
    expect(sent.filter((url) => !url.startsWith(stage.origin))).toEqual([]);
    await page.close();
  });
});
