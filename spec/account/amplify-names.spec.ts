import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as amplify from 'aws-amplify/auth';
import * as account from '../../src/account';

const documented = readFileSync(join(__dirname, '../../docs/account.md'), 'utf8');
/** The first two cells of each row of the table that compares the names. */
const rows = documented
  .slice(documented.indexOf('| aws-amplify/auth'))
  .split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.trim()))
  .map(([, theirs = '', ours = '']) => ({ theirs, ours }));

const namesIn = (cells: readonly string[]): readonly string[] =>
  cells.flatMap((cell) => [...cell.matchAll(/`(?:auth\.)?([\w$]+)/g)].map(([, name]) => name ?? ''));

describe('the table of amplify-js’s functions', () => {
  it.each(Object.keys(amplify))('has a row for %s (#14)', (name) => {
    expect(namesIn(rows.map(({ theirs }) => theirs))).toContain(name);
  });

  it.each(Object.keys(account))('has a row for our %s (#14)', (name) => {
    expect(namesIn(rows.map(({ ours }) => ours))).toContain(name);
  });

  it.each(Object.keys(account).filter((name) => name.slice(0, -1) in amplify))(
    'stands for a renaming: %s (#14)',
    (name) => {
      const row = rows.find(({ ours }) => namesIn([ours]).includes(name));
      expect(namesIn([row?.theirs ?? ''])).toContain(name.slice(0, -1));
    },
  );
});
