import { posix } from 'node:path';
import { SchematicsException } from '@angular-devkit/schematics';
import type { Tree } from '@angular-devkit/schematics';
import { readWorkspace } from '@schematics/angular/utility';

/** The application that is added to. */
export interface Application {
  readonly name: string;
  /** Where its components are: `src/app`. */
  readonly folder: string;
}

/**
 * Finds the application of a name, or the only one.
 *
 * @throws SchematicsException where it is not there
 */
export async function applicationOf(tree: Tree, name: string | undefined): Promise<Application> {
  const { projects } = await readWorkspace(tree);
  const applications = [...projects].filter(
    ([, { extensions }]) => extensions['projectType'] === 'application',
  );
  const [found] = name === undefined ? applications : applications.filter(([each]) => each === name);
  if (found === undefined) {
    const names = applications.map(([each]) => each).join(', ');
    throw new SchematicsException(
      names === ''
        ? 'The workspace has no application.'
        : `The workspace has no application ${String(name)}: pass --project with one of ${names}.`,
    );
  }
  const [foundName, { root, sourceRoot }] = found;
  return { name: foundName, folder: posix.join(sourceRoot ?? posix.join(root, 'src'), 'app') };
}

/** Whether any source of an application has a text. */
export function mentions(tree: Tree, folder: string, text: string): boolean {
  const sources: string[] = [];
  tree.getDir(posix.dirname(folder)).visit((path) => {
    if (path.endsWith('.ts')) sources.push(path);
  });
  return sources.some((path) => tree.readText(path).includes(text));
}

/** Whether the library is among the providers already. */
export const isSetUp = (tree: Tree, folder: string): boolean => mentions(tree, folder, 'provideCognitoAuth(');
