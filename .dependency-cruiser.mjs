import { forbidden } from './.ci/layers.mjs';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(dist|coverage|reports|\\.cache|spec/package/consumer|examples/[^/]+/(dist|\\.angular))/',
    },
    tsConfig: { fileName: 'tsconfig.spec.json' },
    // Type-only imports are edges as well: a type that leaks from a lower layer is a dependency on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
