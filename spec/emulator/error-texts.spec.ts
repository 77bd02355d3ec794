import { ERROR_TEXTS } from './error-texts/error-texts';
import { thrownTexts } from './error-texts/thrown-texts';

/** What no client meets: they are defects of the emulator's own. */
const UNMET = ['The emulator has a defect: .+', 'The sign-in needs a step that the page does not know\\.'];

describe('the texts of errors', () => {
  it.each(ERROR_TEXTS)('says to $when what Cognito says (#17)', async ({ meet, type, text }) => {
    const { body } = await meet();

    expect([body['__type'], body['message']]).toEqual([type, text]);
  });

  it.each(thrownTexts().filter(({ pattern }) => !UNMET.includes(pattern)))(
    'have a row for what $file says: $type $pattern (#17)',
    ({ type, pattern }) => {
      const found = ERROR_TEXTS.filter(
        (row) => row.type === type && new RegExp(`^${pattern}$`).test(row.text),
      );

      expect(found).not.toEqual([]);
    },
  );
});
