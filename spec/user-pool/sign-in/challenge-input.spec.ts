import type { ConfirmSignInInput } from '../../../src/flows/sign-in/input';
import {
  checkedAttributes,
  checkedChoice,
  checkedCode,
  checkedEmail,
  checkedText,
  checkedTotp,
} from '../../../src/user-pool/sign-in/challenge-input';

const refusal = (expected: string, argument = 'challengeResponse'): Error =>
  expect.objectContaining({
    kind: 'validation',
    code: 'InvalidArgument',
    message: `The argument ${argument} is not ${expected}.`,
    recoverySuggestion: `Pass ${expected} as ${argument}.`,
  }) as Error;

/** What is no text, whatever is asked for. */
const NO_TEXTS: readonly unknown[] = [
  undefined,
  null,
  123456,
  Number.NaN,
  true,
  {},
  ['123456'],
  Symbol('123456'),
  { toString: () => '123456' },
];

const CHECKS: readonly (readonly [
  name: string,
  check: (value: unknown) => string,
  expected: string,
  taken: readonly string[],
  refused: readonly string[],
])[] = [
  [
    'checkedCode',
    checkedCode,
    'the code that was sent',
    ['1', '123456', 'ABC-def', '１２３', '1'.repeat(256)],
    ['', ' \n', '1'.repeat(257)],
  ],
  [
    'checkedTotp',
    checkedTotp,
    'the 6 digits that the authenticator app shows',
    ['000000', '123456'],
    ['', '12345', '1234567', 'x123456', '123456x', 'abcdef', '１２３４５６', ' 123456', '123456\n'],
  ],
  [
    'checkedEmail',
    checkedEmail,
    'an e-mail address',
    ['a@b', 'ada+x@b.example', '👩‍🚀@b', `${'a'.repeat(2_046)}@b`],
    [
      '',
      '@',
      'ada',
      'ada at home',
      'ada@',
      '@b',
      'Ada ada@b.example',
      'ada@b.example (Ada)',
      `${'a'.repeat(2_047)}@b`,
    ],
  ],
  ['checkedText', checkedText, 'an answer to the challenge', [' ', 'x', '👩‍🚀', 'x'.repeat(5_000)], ['']],
];

describe.each(CHECKS)('%s', (_name, check, expected, taken, refused) => {
  it.each(taken)('takes %j, unchanged (R42)', (value) => {
    expect(check(value)).toBe(value);
  });

  it.each([...refused, ...NO_TEXTS])('refuses %p, and says what it takes (R42)', (value) => {
    expect(() => check(value)).toThrow(refusal(expected));
  });
});

describe('checkedChoice', () => {
  it('takes what is offered', () => {
    expect(checkedChoice('TOTP', ['SMS', 'TOTP'])).toBe('TOTP');
  });

  it.each([...NO_TEXTS, '', 'EMAIL', 'sms', 'SMS '])(
    'refuses %p, and says what is offered (R42)',
    (choice) => {
      expect(() => checkedChoice(choice, ['SMS', 'TOTP'])).toThrow(refusal('one of SMS, TOTP'));
    },
  );

  it.each([[[]], [undefined]])('refuses a choice among nothing: %p', (allowed) => {
    expect(() => checkedChoice<string>('SMS', allowed)).toThrow(refusal('one of '));
  });
});

describe('checkedAttributes', () => {
  const checking = (userAttributes: unknown, missing?: readonly string[]) => () =>
    checkedAttributes({ challengeResponse: '', userAttributes } as ConfirmSignInInput, missing);

  it('gives them the names that Cognito takes, and leaves them as they are (R42)', () => {
    const long = 'x'.repeat(2_048);
    expect(checking({ name: 'Ada 👩‍🚀', nickname: '', website: long }, ['name'])()).toEqual({
      'userAttributes.name': 'Ada 👩‍🚀',
      'userAttributes.nickname': '',
      'userAttributes.website': long,
    });
  });

  it('needs none where none is missing', () => {
    expect(checking(undefined)()).toEqual({});
  });

  const NAME = 'a record whose name is a text of at most 2048 characters';

  it.each<[string, unknown, string]>([
    ['are no record', 'name=Ada', 'a record of texts'],
    ['are null', null, 'a record of texts'],
    ['are a list', ['Ada'], 'a record of texts'],
    ['lack one', { nickname: 'Ada' }, 'a record that has name'],
    ['only inherit one', Object.create({ name: 'Ada' }), 'a record that has name'],
    ['are missing', undefined, 'a record that has name'],
    ['hold a number', { name: 7 }, NAME],
    ['hold nothing', { name: undefined }, NAME],
    ['hold a list', { name: ['Ada'] }, NAME],
    ['hold a text that is too long', { name: 'x'.repeat(2_049) }, NAME],
  ])('refuses attributes that %s (R42)', (_what, userAttributes, expected) => {
    expect(checking(userAttributes, ['name'])).toThrow(refusal(expected, 'userAttributes'));
  });
});
