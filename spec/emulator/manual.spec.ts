import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
