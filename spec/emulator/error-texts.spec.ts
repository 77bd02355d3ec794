import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_TEXTS } from './error-texts';

const manual = readFileSync(join(__dirname, '../../docs/emulator.md'), 'utf8');

describe('the texts of errors', () => {
  it.each(ERROR_TEXTS)('says to $when what Cognito says (#17)', async ({ meet, type, text }) => {
    const { body } = await meet();

    expect([body['__type'], body['message']]).toEqual([type, text]);
  });

  it.each(ERROR_TEXTS)(
    'stands in the manual with its source: $when (#17)',
    ({ when, type, text, source }) => {
      const cells = [when, `\`${type}\``, text.replaceAll('|', '\\|'), source];
      const found = manual
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
        .some((row) => cells.every((cell, index) => row[index + 1] === (index === 2 ? `\`${cell}\`` : cell)));

      expect([when, found]).toEqual([when, true]);
    },
  );
});
