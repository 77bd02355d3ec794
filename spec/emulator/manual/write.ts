/** `npm run docs:emulator`: writes what is made from the code into docs/emulator.md and bin/emulator.schema.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { ERROR_PART, OPERATION_PART, partOf, publishedSchema } from './manual';

const [DOCUMENT, SCHEMA] = ['docs/emulator.md', 'bin/emulator.schema.json'];

async function write(file: string, text: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const written = [OPERATION_PART, ERROR_PART].reduce(
  (document, { begin, end, ...part }) => {
    const made = begin + partOf(document, { begin, end }) + end;
    return document.replace(made, () => `${begin}\n\n${part.make()}\n\n${end}`);
  },
  readFileSync(DOCUMENT, 'utf8'),
);
await write(DOCUMENT, written);
await write(SCHEMA, JSON.stringify(publishedSchema()));
