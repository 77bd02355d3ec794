import { judge, PATIENCE_MS } from '../../playground/verdict';
import type { Claim, Facts } from '../../playground/verdict';

const SOON = PATIENCE_MS - 1;
const LATE = PATIENCE_MS + 1;

const signedIn: Claim = { isSignedIn: true };
const signedOut: Claim = { isSignedIn: false };
const asked = (isSignedIn: boolean, waitedMs: number): Claim => ({ isSignedIn, signOut: { waitedMs } });
const told = (word: 'ended' | 'open', isSignedIn = false): Claim => ({
  isSignedIn,
  signOut: { waitedMs: SOON, told: word },
});
const facts = (liveTokens: number, storedTokens: number): Facts => ({ liveTokens, storedTokens });

describe('judge', () => {
  it.each<[string, Claim, Facts, string]>([
    ['a session that lives', signedIn, facts(3, 3), 'The user pool accepts 3 tokens.'],
    ['nobody', signedOut, facts(0, 0), 'Nobody is signed in, and no token is stored.'],
    [
      'tokens of a sign-in whose answer was lost',
      signedOut,
      facts(3, 0),
      'Nobody is signed in, and no token is stored: the user pool accepts 3 tokens that never came.',
    ],
    ['a sign-out that has begun', asked(true, SOON), facts(3, 3), 'The sign-out is under way.'],
    ['a sign-out that is complete', told('ended'), facts(0, 0), 'No token lives, and none is stored.'],
    [
      'a token that may live, and does',
      told('open'),
      facts(1, 0),
      'It said that tokens may live: the user pool accepts 1 token.',
    ],
    [
      'a token that may live, and does not',
      told('open'),
      facts(0, 0),
      'It said that tokens may live: the user pool has ended them.',
    ],
  ])('finds true what is so: %s (#18)', (_, claim, found, words) => {
    expect(judge(claim, found)).toEqual({ isTrue: true, words: [words] });
  });

  it.each<[string, Claim, Facts, readonly RegExp[]]>([
    [
      'a success over tokens that live',
      told('ended'),
      facts(3, 0),
      [/told of success: the user pool accepts 3/],
    ],
    [
      'a sign-out after which somebody is signed in',
      told('ended', true),
      facts(0, 3),
      [/somebody is signed in/],
    ],
    [
      'a sign-out that leaves tokens',
      told('open'),
      facts(3, 3),
      [/nobody is signed in: the storage holds 3/],
    ],
    [
      'a sign-out that hangs',
      asked(true, LATE),
      facts(3, 3),
      [/4 s ago, it has told nothing/, /^The storage holds 3 tokens/],
    ],
    [
      'tokens that nobody owns up to',
      signedOut,
      facts(0, 1),
      [/nobody is signed in: the storage holds 1 token\./],
    ],
    ['a session that is over', signedIn, facts(0, 3), [/accepts no token of it any more/]],
  ])('finds untrue what is not: %s (#18)', (_, claim, found, words) => {
    expect(judge(claim, found)).toEqual({
      isTrue: false,
      words: words.map((line): unknown => expect.stringMatching(line)),
    });
  });

  it('has nothing against tokens that are stored while a sign-out has only begun (#18)', () => {
    expect(judge(asked(false, SOON), facts(3, 3)).isTrue).toBe(true);
  });
});
