import { posix } from 'node:path';
import { SchematicsException } from '@angular-devkit/schematics';
import type { Tree } from '@angular-devkit/schematics';
import { readWorkspace } from '@schematics/angular/utility';
import { callsIn } from './source';

/** The application that is added to. */
export interface Application {
  readonly name: string;
  /** Where its components are: `src/app`. */
  readonly folder: string;
  /** What the names of its elements begin with. */
  readonly prefix: string;
}

const WORKSPACES = ['/angular.json', '/.angular.json'];

/**
 * Finds the application of a name, or the only one.
 *
 * @throws SchematicsException where it is not there, or is one of several
 */
export async function applicationOf(tree: Tree, name: string | undefined): Promise<Application> {
  if (!WORKSPACES.some((path) => tree.exists(path))) {
    throw new SchematicsException(
      'There is no angular.json: ng add is for workspaces of the Angular CLI. What it writes stands in docs/start.md, to be written by hand.',
    );
  }
  const { projects } = await readWorkspace(tree);
  const applications = [...projects].filter(
    ([, { extensions }]) => extensions['projectType'] === 'application',
  );
  const [found, another] = name === undefined ? applications : applications.filter(([each]) => each === name);
  const names = applications.map(([each]) => each).join(', ');
  if (found === undefined || another !== undefined) {
    const problem = name === undefined ? 'several applications' : `no application ${name}`;
    throw new SchematicsException(
      names === ''
        ? 'The workspace has no application.'
        : `The workspace has ${problem}: pass --project with one of ${names}.`,
    );
  }
  const [foundName, { root, sourceRoot, prefix = 'app' }] = found;
  return { name: foundName, folder: posix.join(sourceRoot ?? posix.join(root, 'src'), 'app'), prefix };
}

/** Whether the library is among the providers already. */
export const isSetUp = (tree: Tree, folder: string): boolean => callsIn(tree, folder, 'provideCognitoAuth');
