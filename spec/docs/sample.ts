import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = /```ts\n([\s\S]*?)```/g;

/**
 * Runs a `ts` block of a document and returns what it exports.
 *
 * @param load - the `require` of the spec, so that the block gets the modules that the spec gets
 * @param globals - what the block finds under these names, in place of the globals
 */
export function runSample(
  path: string,
  index: number,
  load: (name: string) => unknown,
  globals: Readonly<Record<string, unknown>> = {},
): object {
  const text = readFileSync(join(__dirname, '../..', path), 'utf8');
  const source = [...text.matchAll(BLOCK)][index]?.[1];
  if (source === undefined) throw new Error(`${path} has no block ${String(index)}.`);
  const { code } = transformSync(source, {
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true },
    },
  });
  const exported = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the documents are our own, and their readers will run them too
  const run = new Function('require', 'exports', ...Object.keys(globals), code) as (
    ...values: readonly unknown[]
  ) => void;
  run(load, exported, ...Object.values(globals));
  return exported;
}
