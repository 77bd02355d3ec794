import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const root = join(import.meta.dirname, '..');

/** Puts a text between the two marks of a bench in a document, in the format of the repository. */
export async function replaceSection(document: string, mark: string, text: string): Promise<void> {
  const path = join(root, document);
  const [begin, end] = [`<!-- bench:${mark} -->`, `<!-- /bench:${mark} -->`];
  const whole = readFileSync(path, 'utf8');
  const [before, rest] = whole.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${document} has no section ${begin}.`);
  const written = `${before}${begin}\n\n${text}\n\n${end}${after}`;
  writeFileSync(path, await format(written, { ...(await resolveConfig(path)), filepath: path }));
}
