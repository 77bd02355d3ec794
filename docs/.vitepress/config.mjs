import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { sidebar } from './sidebar.mjs';

const ROOT = join(import.meta.dirname, '../..');
const REPOSITORY = 'https://github.com/rx-cognito/rx-cognito';
const PAGES = `${REPOSITORY}/blob/main/docs/`;

/** GitHub's anchors, so that a link between two pages works there and here. */
const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

/**
 * Files of the repository that are no pages are read there. A page that is not in the package is linked by its address in the repository,
 * where it is read by whoever reads the package; here it is a page like all others.
 */
function linkToRepository(md) {
  const render =
    md.renderer.rules.link_open ??
    ((tokens, index, options, _, self) => self.renderToken(tokens, index, options));
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const href = tokens[index].attrGet('href');
    const path = /^(?:\.\.\/)+(?!.*\.md(?:#|$))(.+)$/.exec(href)?.[1];
    if (path !== undefined) tokens[index].attrSet('href', `${REPOSITORY}/blob/main/${path}`);
    else if (href?.startsWith(PAGES)) tokens[index].attrSet('href', `/${href.slice(PAGES.length)}`);
    return render(tokens, index, options, env, self);
  };
}

export default defineConfig({
  title: 'rx-cognito',
  description: 'RxJS-native auth state for Amazon Cognito user pools, with a sign-out that can be trusted.',
  // The folder under which the files will be served: DOCS_BASE=/rx-cognito/ for a project page, say.
  base: process.env.DOCS_BASE ?? '/',
  lang: 'en',
  outDir: '../reports/site',
  cacheDir: '../.cache/vitepress',
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify },
    toc: { slugify },
    headers: { slugify },
    config: linkToRepository,
  },
  vite: {
    resolve: {
      alias: [
        { find: /^rx-cognito$/, replacement: join(ROOT, 'src/index.ts') },
        { find: /^rx-cognito\/(.+)$/, replacement: join(ROOT, 'src/$1/index.ts') },
      ],
    },
    build: { chunkSizeWarningLimit: 1_000 },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Playground', link: '/playground' },
      { text: 'Reference', link: '/api/' },
    ],
    sidebar: sidebar(),
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
  },
});
