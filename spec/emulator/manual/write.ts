/** `npm run docs:emulator`: writes what is made from the code into docs/emulator.md and bin/emulator.schema.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { BEGIN, END, operationTable, publishedSchema } from './manual';

const [DOCUMENT, SCHEMA] = ['docs/emulator.md', 'bin/emulator.schema.json'];

async function write(file: string, text: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const document = readFileSync(DOCUMENT, 'utf8');
const [before, rest] = document.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) throw new Error(`${DOCUMENT} has no section ${BEGIN}.`);
await write(DOCUMENT, `${before}${BEGIN}\n\n${operationTable()}\n\n${END}${after}`);
await write(SCHEMA, JSON.stringify(publishedSchema()));
