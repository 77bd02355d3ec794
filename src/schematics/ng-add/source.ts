import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import * as ts from '@schematics/angular/third_party/github.com/Microsoft/TypeScript/lib/typescript';
import { insertImport } from '@schematics/angular/utility/ast-utils';
import { applyToUpdateRecorder } from '@schematics/angular/utility/change';

/** Reads a source as what it says: a comment or a text says nothing. */
const parse = (tree: Tree, path: string): ts.SourceFile =>
  ts.createSourceFile(path, tree.readText(path), ts.ScriptTarget.Latest, true);

function nodesOf(node: ts.Node): readonly ts.Node[] {
  const inner: ts.Node[] = [];
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

const isCallOf = (node: ts.Node, name: string): boolean =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;

/** Whether any source of an application calls a function. */
export const callsIn = (tree: Tree, folder: string, name: string): boolean =>
  sourcesOf(tree, folder).some((path) => nodesOf(parse(tree, path)).some((node) => isCallOf(node, name)));

const isProviders = (node: ts.ObjectLiteralElementLike): boolean => node.name?.getText() === 'providers';

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

function pathOf(route: ts.Expression): string | undefined {
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

/** Imports a name as a value, unless that is so already. */
export function addImport(tree: Tree, path: string, name: string, module: string): void {
  const recorder = tree.beginUpdate(path);
  applyToUpdateRecorder(recorder, [insertImport(parse(tree, path), path, name, module)]);
  tree.commitUpdate(recorder);
  separateValues(tree, path, [name]);
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
