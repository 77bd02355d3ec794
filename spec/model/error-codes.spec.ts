import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** The emulator speaks for Cognito, and the entry for tests says whatever a test wants. */
const NOT_OURS = /^(emulator|testing)|error-codes\.ts$/;
/** Exceptions of Cognito that we raise ourselves where we know what it would say. */
const OF_COGNITO: readonly string[] = ['EnableSoftwareTokenMFAException'];
/** Makers of errors, which take the code first. */
const MAKERS: readonly string[] = ['cancelledError', 'invalidStateError'];

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** The code that a node gives to an error, if it does. */
function codeOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') {
    return ts.isStringLiteral(node.initializer) ? node.initializer.text : undefined;
  }
  if (!ts.isCallExpression(node) || !MAKERS.includes(node.expression.getText())) return undefined;
  const [code] = node.arguments;
  return code && ts.isStringLiteral(code) ? code.text : undefined;
}

const written = new Set(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !NOT_OURS.test(path))
    .flatMap((path) => [...nodesOf(parse(join('src', path)))].map(codeOf))
    .filter((code) => code !== undefined)
    .filter((code) => !OF_COGNITO.includes(code)),
);

const declared = [...nodesOf(parse('src/model/error-codes.ts'))]
  .filter(ts.isTypeAliasDeclaration)
  .filter(({ name }) => name.text === 'OwnErrorCode')
  .flatMap(({ type }) => [...nodesOf(type)].filter(ts.isStringLiteral).map(({ text }) => text));

describe('OwnErrorCode', () => {
  it('names every code that the sources give to an error', () => {
    expect([...written].filter((code) => !declared.includes(code)).sort()).toEqual([]);
  });

  it('names none that no source gives', () => {
    expect(declared.filter((code) => !written.has(code))).toEqual([]);
  });

  it('is in the order of the alphabet, each code once', () => {
    expect(declared).toEqual([...new Set(declared)].sort());
  });
});
