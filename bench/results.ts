import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from './bench';

const KEPT = join(import.meta.dirname, 'results');
/** Where a try goes, which nobody keeps. */
const TRIED = join(import.meta.dirname, '../reports/bench');

/** Returns the folder of the results. */
export const resultsFolder = (isQuick: boolean): string => (isQuick ? TRIED : KEPT);

const fileOf = (name: string, isQuick: boolean): string => join(resultsFolder(isQuick), `${name}.json`);

/** Writes what a run has measured. */
export function keepResults(name: string, run: Run<unknown>): void {
  mkdirSync(resultsFolder(run.isQuick), { recursive: true });
  writeFileSync(fileOf(name, run.isQuick), `${JSON.stringify(run, undefined, 2)}\n`);
}

/** Forgets a try, lest the next one shows its figures. */
export function forgetTry(name: string): void {
  rmSync(fileOf(name, true), { force: true });
}

/** Reads what the last run has measured. */
export function resultsOf(name: string, isQuick: boolean): Run<unknown> | undefined {
  const file = fileOf(name, isQuick);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Run<unknown>) : undefined;
}

/** Tells where results lack a figure: JSON writes what was not measured, NaN, as null; a list of nothing was not measured either. */
export function gapsIn(results: unknown, path = ''): readonly string[] {
  if (results === null || results === undefined) return [path];
  if (Array.isArray(results) && results.length === 0 && !MAY_BE_EMPTY.test(path)) return [path];
  if (typeof results !== 'object') return [];
  return Object.entries(results).flatMap(([name, value]) =>
    gapsIn(value, path === '' ? name : `${path}.${name}`),
  );
}

/** Clients that were wrong, of whom there should be none. */
const MAY_BE_EMPTY = /^wrong$/;
