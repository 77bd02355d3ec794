import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import type { OwnErrorCode } from '../../src/model/error-codes';

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
    const { initializer } = node;
    const literal = ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
    return ts.isStringLiteral(literal) ? literal.text : undefined;
  }
  if (!ts.isCallExpression(node) || !MAKERS.includes(node.expression.getText())) return undefined;
  const [code] = node.arguments;
  return code && ts.isStringLiteral(code) ? code.text : undefined;
}

/** A code that the compiler does not compare with the union: `new AuthError()` takes any. */
function uncheckedCodeOf(node: ts.Node): string | undefined {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'AuthError') return undefined;
  const code = [...nodesOf(node)]
    .filter(ts.isPropertyAssignment)
    .find(({ name }) => name.getText() === 'code');
  return code && ts.isStringLiteral(code.initializer) ? code.initializer.text : undefined;
}

const nodes = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !NOT_OURS.test(path))
  .flatMap((path) => [...nodesOf(parse(join('src', path)))]);

const written = new Set(
  nodes
    .map(codeOf)
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

  it('is what the compiler compares every code of ours with (#11)', () => {
    const unchecked = nodes.map(uncheckedCodeOf).filter((code) => code !== undefined);
    expect(unchecked.filter((code) => !OF_COGNITO.includes(code))).toEqual([]);
    // @ts-expect-error A code that is not in the union does not compile.
    const code: OwnErrorCode = 'NoSuchCode';
    expect(declared).not.toContain(code);
  });

  it('is in the order of the alphabet, each code once', () => {
    expect(declared).toEqual([...new Set(declared)].sort());
  });
});
