import { readFile } from 'node:fs/promises';
import { transformAsync } from '@babel/core';
import linker from '@angular/compiler-cli/linker/babel';
import type { Plugin } from 'esbuild';

const LIBRARIES = /node_modules\/(@angular|angular-auth-oidc-client)\/.*\.mjs$/;

/** Compiles libraries of Angular to their end, as Angular's own build does: else they would bring its compiler along. */
export const angularLinker: Plugin = {
  name: 'angular-linker',
  setup: (build) => {
    build.onLoad({ filter: LIBRARIES }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      if (!source.includes('ɵɵngDeclare')) return { contents: source, loader: 'js' };
      const linked = await transformAsync(source, {
        filename: path,
        plugins: [linker],
        configFile: false,
        babelrc: false,
        compact: false,
      });
      return { contents: linked?.code ?? source, loader: 'js' };
    });
  },
};
