import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_ROUTES } from '../../src/emulator/control/routes';
import { OPERATIONS } from '../../src/emulator/operations/table';
import { ENDPOINT_NAMES } from '../../src/emulator/oauth/endpoint-name';
import { ERROR_PART, modelledMembers, NAMES, OPERATION_PART, partOf, publishedSchema } from './manual/manual';

const repository = join(__dirname, '../..');
const manual = readFileSync(join(repository, 'docs/emulator.md'), 'utf8');

const cellsOf = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => !cells.some((cell) => /^-+$/.test(cell)));

describe('docs/emulator.md', () => {
  it.each([
    ['operations, and what each reads', OPERATION_PART],
    ['errors, what each says and where that is known from', ERROR_PART],
  ])('has the %s: else `npm run docs:emulator` (#17)', (_, part) => {
    expect(cellsOf(partOf(manual, part))).toEqual(cellsOf(part.make()));
  });

  it.each(NAMES)('says by hand, too, what there is to know about %s (#17)', (name) => {
    const byHand = manual
      .slice(manual.indexOf(OPERATION_PART.end))
      .replace(/`Get…`, `(Set\w+)`/g, (_, set: string) =>
        [`\`${set.replace('Set', 'Get')}\``, `\`${set}\``].join(),
      );

    expect(byHand).toContain(`\`${name}\``);
  });

  it.each(
    ENDPOINT_NAMES.filter((name) => !['/error', '/oauth2/idpresponse', '/provider', '/login'].includes(name)),
  )('names the endpoint %s (#17)', (name) => {
    expect(manual).toContain(name);
  });
});

describe('CONTROL_ROUTES', () => {
  // A row may name several methods, and several paths of which all but the first are what follows the same beginning.
  const documented = [...manual.matchAll(/^\| (`(?:GET|POST|DELETE)`?.*?\/_emulator\/[^|]*) \|/gm)].flatMap(
    ([, row]) => {
      const methods = row?.match(/GET|POST|DELETE/g) ?? [];
      const paths = [...(row ?? '').matchAll(/(\/[^\s`?]*)[^`]*`/g)].map(([, path]) => path ?? '');
      const base = paths[0]?.replace(/\/[^/]*$/, '') ?? '';
      return methods.flatMap((method) =>
        paths.map((path, index) => `${method} ${index === 0 ? path : base + path}`),
      );
    },
  );

  it('are in the manual, each and no other (#17)', () => {
    const routes = CONTROL_ROUTES.map(
      ({ method, path }) =>
        `${method} ${path.source.slice(1, -1).replaceAll('\\/', '/').replaceAll('([^/]+)', '*')}`,
    );

    expect(documented.map((route) => route.replace(/\{\w+\}/g, '*')).sort()).toEqual(routes.sort());
  });
});

describe('OPERATIONS', () => {
  it.each(NAMES)('%s reads no member that the service model does not have (#17)', (name) => {
    const modelled = modelledMembers(name);

    expect(OPERATIONS[name].members.filter((member) => modelled?.includes(member) === false)).toEqual([]);
  });
});

describe('bin/emulator.schema.json', () => {
  it('is the schema by which a configuration is judged: else `npm run docs:emulator` (#17)', () => {
    const published = JSON.parse(
      readFileSync(join(repository, 'bin/emulator.schema.json'), 'utf8'),
    ) as object;

    expect(published).toEqual(JSON.parse(JSON.stringify(publishedSchema())));
  });
});
