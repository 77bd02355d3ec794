import { readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { userMessages } from 'rx-cognito';
import { isKnownException, verdictOf } from '../../src/adapters/aws/cognito-errors';

/** Words of developers: whoever uses an application knows none of them. */
const OF_DEVELOPERS =
  /argument|option|parameter|challenge|token|session|command|cognito|user pool|client|endpoint|polyfill|lambda|null|undefined|[a-z][A-Z]|[$`(){}<>_]/;

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

const ownCodes = [...nodesOf(parse('src/model/error-codes.ts'))]
  .filter(ts.isTypeAliasDeclaration)
  .filter(({ name }) => name.text === 'OwnErrorCode')
  .flatMap(({ type }) => [...nodesOf(type)].filter(ts.isStringLiteral).map(({ text }) => text));

/** The names of the one table of exceptions. */
const exceptions = [...nodesOf(parse('src/adapters/aws/cognito-errors.ts'))]
  .filter(ts.isVariableDeclaration)
  .filter(({ name }) => name.getText() === 'VERDICTS')
  .flatMap((table) => [...nodesOf(table)].filter(ts.isPropertyAssignment))
  .map(({ name }) => name.getText())
  .filter((name) => isKnownException(name));

interface Entry {
  readonly code: string;
  readonly happened: string;
  readonly toDo: string;
  readonly shown: string;
  /** The part of docs/trouble.md. */
  readonly trouble: string;
}

/** A heading, what happened, what to do, the sentence for users, and where else to look; anything else in between is a fault of the document. */
const ENTRY =
  /^(\w+)\n\n([^\n]*)\n\n\*\*What to do:\*\* ?([^\n]*)\n\n> ([^\n]*)\n\n\[Trouble\]\(trouble\.md#([\w-]+)\)$/;

function entriesOf(part: string | undefined): readonly Entry[] {
  return (part ?? '')
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const [, code = text, happened = '', toDo = '', shown = '', trouble = ''] =
        ENTRY.exec(text.replace(/\n+_[^\n]+_\n*$/, '').trim()) ?? [];
      return { code, happened, toDo, shown, trouble };
    });
}

const [, own, ofCognito] = readFileSync('docs/errors.md', 'utf8').split(
  /^## (?:Our own codes|Cognito's exceptions)$/m,
);
const ownEntries = entriesOf(own);
const cognitoEntries = entriesOf(ofCognito);
const entries = [...ownEntries, ...cognitoEntries];

const codesOf = (of: readonly Entry[]): readonly string[] => of.map(({ code }) => code);

describe('docs/errors.md', () => {
  it('has each of our own codes, in their order, and no other (#11)', () => {
    expect(ownCodes.length).toBeGreaterThan(50);
    expect(codesOf(ownEntries)).toEqual(ownCodes);
  });

  it('has each exception that is known of Cognito, and no other (#11)', () => {
    expect(exceptions.length).toBeGreaterThan(50);
    expect(codesOf(cognitoEntries)).toEqual(exceptions);
  });

  it('says of each what happened and what to do (#11)', () => {
    const isEmpty = (text: string): boolean => !/^\S.+[.?]$/.test(text);
    expect(codesOf(entries.filter(({ happened, toDo }) => isEmpty(happened) || isEmpty(toDo)))).toEqual([]);
  });

  it('sends each to a part of the page on trouble that is there (#18)', () => {
    const parts = [...readFileSync('docs/trouble.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'),
    );
    expect(parts.length).toBeGreaterThan(5);
    expect(codesOf(entries.filter(({ trouble }) => !parts.includes(trouble)))).toEqual([]);
  });

  it('gives for an exception of Cognito the suggestion that its error has', () => {
    expect(cognitoEntries.map(({ code, toDo }) => [code, toDo])).toEqual(
      exceptions.map((name) => [name, verdictOf(name, undefined).recoverySuggestion]),
    );
  });
});

describe('userMessages', () => {
  it('holds the sentences of docs/errors.md, for each code one, and no other (#12)', () => {
    expect(userMessages).toEqual(Object.fromEntries(entries.map(({ code, shown }) => [code, shown])));
  });

  it('speaks to people who use an application (#12)', () => {
    const sentences = Object.values(userMessages);
    expect(sentences.filter((text = '') => OF_DEVELOPERS.test(text) || !/^[A-Z].+\.$/.test(text))).toEqual(
      [],
    );
  });

  it('is data that nobody changes', () => {
    expect(Object.isFrozen(userMessages)).toBe(true);
    expect(userMessages['NoSuchCode'] ?? userMessages.Unknown).toBe(
      'Something went wrong. Please try again.',
    );
  });
});
