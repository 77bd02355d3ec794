import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = /```ts\n([\s\S]*?)```/g;

/**
 * Runs a `ts` block of a document and returns what it exports.
 *
 * @param load - the `require` of the spec, so that the block gets the modules that the spec gets
 */
export function runSample(path: string, index: number, load: (name: string) => unknown): object {
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
  const run = new Function('require', 'exports', code) as (load: unknown, exports: object) => void;
  run(load, exported);
  return exported;
}
