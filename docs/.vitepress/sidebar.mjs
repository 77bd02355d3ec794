import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '..');

const fileOf = (path) => join(DOCS, `${path}.md`);
const titleOf = (path) => /^# (.+)$/m.exec(readFileSync(fileOf(path), 'utf8'))?.[1] ?? path;
const pageOf = (path) => ({ text: titleOf(path).replaceAll('`', ''), link: `/${path}` });
/** A page that is not written yet has no entry. */
const pagesOf = (paths) => paths.filter((path) => existsSync(fileOf(path))).map(pageOf);
const namesIn = (folder) =>
  existsSync(join(DOCS, folder))
    ? readdirSync(join(DOCS, folder)).filter((name) => name.endsWith('.md'))
    : [];
/** Every page of a folder: first those that have a place, then whatever else is written. */
const pagesIn = (folder, first = []) => {
  const names = namesIn(folder).map((name) => name.replace('.md', ''));
  return pagesOf([...new Set([...first, ...names])].map((name) => `${folder}/${name}`));
};

/** An entry that is a page itself, with those beneath it that belong to it. */
const topic = (text, path, items = []) => ({
  text,
  link: `/${path}`,
  ...(items.length > 0 ? { collapsed: true, items } : {}),
});
/** Pages without one above them: the entry leads to the first. */
const shelf = (text, items) => items.slice(0, 1).map(({ link }) => ({ text, link, collapsed: true, items }));

/** One page for each entry of the package, as TypeDoc wrote them before the build. */
function reference() {
  const { exports } = JSON.parse(readFileSync(join(DOCS, '../package.json'), 'utf8'));
  return Object.keys(exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => entry.replace('.', 'rx-cognito'))
    .map((text) => ({ text, link: `/api/${text}` }));
}

/** The pages in the order in which somebody comes to need them. */
export function sidebar() {
  return [
    {
      text: 'Start',
      link: '/start',
      items: [
        { text: 'Angular', link: '/start#angular' },
        { text: 'Plain RxJS', link: '/start#plain-rxjs' },
        ...pagesOf(['playground', 'example']),
      ],
    },
    topic('Sign in', 'sign-in', pagesOf(['passkeys', 'devices'])),
    topic('Sign out', 'sign-out'),
    topic('Session', 'session', pagesOf(['states', 'storage', 'identity-pool'])),
    topic('Account', 'account'),
    topic('Managed login', 'managed-login'),
    topic('Angular', 'angular'),
    topic('NgRx', 'ngrx'),
    topic('Testing', 'testing'),
    topic('Emulator', 'emulator'),
    ...shelf('Recipes', pagesIn('recipes')),
    ...shelf(
      'Migrate',
      pagesIn('migrate', ['amplify', 'identity-js', 'angular-auth-oidc-client', 'oidc-client-ts']),
    ),
    topic('Errors', 'errors', pagesOf(['trouble', 'debugging', 'doctor'])),
    topic('Reference', 'api/', reference()),
    topic('Why it can be trusted', 'trust', pagesOf(['benchmarks'])),
  ];
}
