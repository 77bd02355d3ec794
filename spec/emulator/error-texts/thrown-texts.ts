import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  forEachChild,
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
  isTemplateExpression,
  ScriptTarget,
  type Expression,
  type Node,
} from 'typescript';

const SOURCES = join(__dirname, '../../../src/emulator');

/** What makes an error of a given type, beside the error's own class. */
const MAKERS: ReadonlyMap<string, string> = new Map([
  ['invalidParameter', 'InvalidParameterException'],
  ['notAuthorized', 'NotAuthorizedException'],
  ['resourceNotFound', 'ResourceNotFoundException'],
  ['codeMismatch', 'CodeMismatchException'],
]);

/** An error that the emulator's code makes: its type, and a pattern of its text. */
export interface ThrownText {
  readonly file: string;
  readonly type: string;
  readonly pattern: string;
}

/** Lists the errors of Cognito's that the emulator makes anywhere, those whose text stands where they are made. */
export function thrownTexts(): readonly ThrownText[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const source = createSourceFile(
      file,
      readFileSync(join(SOURCES, file), 'utf8'),
      ScriptTarget.Latest,
      true,
    );
    return errorsIn(source).map((error) => ({ file, ...error }));
  });
}

function errorsIn(node: Node): readonly Omit<ThrownText, 'file'>[] {
  const inner: Omit<ThrownText, 'file'>[] = [];
  forEachChild(node, (child) => {
    inner.push(...errorsIn(child));
  });
  const type = typeOf(node);
  const text = type === undefined ? undefined : argumentsOf(node).at(-1);
  const pattern = text && patternOf(text);
  return type === undefined || pattern === undefined ? inner : [{ type, pattern }, ...inner];
}

function typeOf(node: Node): string | undefined {
  if (isCallExpression(node) && isIdentifier(node.expression)) {
    const named = node.arguments.map((argument) => (isStringLiteral(argument) ? argument.text : ''));
    return node.expression.text === 'refusal' ? named[0] : MAKERS.get(node.expression.text);
  }
  const isError =
    isNewExpression(node) && isIdentifier(node.expression) && node.expression.text === 'CognitoError';
  const [type] = isError ? argumentsOf(node) : [];
  return type && isStringLiteral(type) ? type.text : undefined;
}

function argumentsOf(node: Node): readonly Expression[] {
  return isCallExpression(node) || isNewExpression(node) ? [...(node.arguments ?? [])] : [];
}

function patternOf(text: Expression): string | undefined {
  if (isStringLiteral(text) || isNoSubstitutionTemplateLiteral(text)) return escaped(text.text);
  if (!isTemplateExpression(text)) return undefined;
  return (
    escaped(text.head.text) + text.templateSpans.map(({ literal }) => `.+${escaped(literal.text)}`).join('')
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
