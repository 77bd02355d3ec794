import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type * as TypeScript from 'typescript';

/** That of the application, which has one in any case. */
const ts = createRequire(join(process.cwd(), 'package.json'))('typescript') as typeof TypeScript;

/** Reads a source as what it says: a comment or a text says nothing. */
const parse = (tree: Tree, path: string): TypeScript.SourceFile =>
  ts.createSourceFile(path, tree.readText(path), ts.ScriptTarget.Latest, true);

function nodesOf(node: TypeScript.Node): readonly TypeScript.Node[] {
  const inner: TypeScript.Node[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(child, ...nodesOf(child));
  });
  return inner;
}

/** The sources of an application whose components are in a folder, without its specs. */
export function sourcesOf(tree: Tree, folder: string): readonly string[] {
  const sources: string[] = [];
  tree.getDir(posix.dirname(folder)).visit((path) => {
    if (path.endsWith('.ts') && !path.endsWith('.spec.ts')) sources.push(path);
  });
  return sources;
}

const isCallOf = (node: TypeScript.Node, name: string): boolean =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

/** Whether any source of an application calls a function. */
export const callsIn = (tree: Tree, folder: string, name: string): boolean =>
  sourcesOf(tree, folder).some((path) => nodesOf(parse(tree, path)).some((node) => isCallOf(node, name)));

const isProviders = (node: TypeScript.ObjectLiteralElementLike): boolean =>
  node.name?.getText() === 'providers';

/** Whether a source has an object with two lists of providers, of which the first counts for nothing. */
export const hasProvidersTwice = (tree: Tree, path: string): boolean =>
  nodesOf(parse(tree, path)).some(
    (node) => ts.isObjectLiteralExpression(node) && node.properties.filter(isProviders).length > 1,
  );

/** A list of routes in a source. */
export interface RouteList {
  /** Where its first element stands, or would. */
  readonly at: number;
  readonly paths: readonly string[];
  readonly isEmpty: boolean;
}

function pathOf(route: TypeScript.Expression): string | undefined {
  const properties = ts.isObjectLiteralExpression(route) ? route.properties : [];
  const path = properties.find((property) => property.name?.getText() === 'path');
  return path && ts.isPropertyAssignment(path) && ts.isStringLiteralLike(path.initializer)
    ? path.initializer.text
    : undefined;
}

/** Finds the list that a source declares under a type, and exports. */
export function routeListIn(
  tree: Tree,
  path: string,
  type: 'Routes' | 'ServerRoute[]',
): RouteList | undefined {
  if (!tree.exists(path)) return undefined;
  for (const node of nodesOf(parse(tree, path))) {
    if (!ts.isVariableDeclaration(node) || node.type?.getText() !== type) continue;
    const isExported = node.parent.parent.getText().startsWith('export');
    const list = node.initializer;
    if (!isExported || list === undefined || !ts.isArrayLiteralExpression(list)) continue;
    const paths = list.elements.map(pathOf).filter((each) => each !== undefined);
    return { at: list.getStart() + 1, paths, isEmpty: list.elements.length === 0 };
  }
  return undefined;
}

const importsValue = (node: TypeScript.Node, name: string): boolean =>
  ts.isImportSpecifier(node) &&
  node.name.text === name &&
  !node.isTypeOnly &&
  !node.parent.parent.getText().startsWith('type ');

/** Imports names as values, those that are not imported so already. */
export function addImports(tree: Tree, path: string, names: readonly string[], module: string): void {
  const nodes = nodesOf(parse(tree, path));
  const missing = names.filter((name) => !nodes.some((node) => importsValue(node, name)));
  if (missing.length === 0) return;
  tree.overwrite(path, `import { ${missing.join(', ')} } from '${module}';\n${tree.readText(path)}`);
}

const TYPE_IMPORT = /import type \{([^}]*)\} from (['"][^'"]+['"]);?/g;

/** Imports names as values that came, by Angular's own tools, into an import of types. */
export function separateValues(tree: Tree, path: string, values: readonly string[]): void {
  const text = tree.readText(path);
  const separated = text.replace(TYPE_IMPORT, (whole: string, list: string, module: string) => {
    const names = list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const [ours, theirs] = [true, false].map((isOurs) =>
      names.filter((name) => values.includes(name) === isOurs).join(', '),
    );
    if (ours === '') return whole;
    const types = theirs === '' ? '' : `import type { ${String(theirs)} } from ${module};\n`;
    return `${types}import { ${String(ours)} } from ${module};`;
  });
  if (separated !== text) tree.overwrite(path, separated);
}
