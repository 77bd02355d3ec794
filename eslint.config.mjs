import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import jsdoc from 'eslint-plugin-jsdoc';
import rxjsX from 'eslint-plugin-rxjs-x';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

const noModuleState = {
  selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind=/^(let|var)$/]',
  message: 'Module-level mutable state: two createAuth() calls must be two independent objects.',
};
const noBarrel = {
  selector: ':matches(ExportAllDeclaration, ExportNamedDeclaration[source])',
  message: 'Only an entry’s index.ts re-exports; import from the file that declares the name.',
};

// House style: `$` ends the name of every Observable, and nothing else's.
const finnish = {
  functions: true,
  methods: true,
  parameters: true,
  properties: true,
  objects: true,
  variables: true,
  strict: true,
  types: { '^(Actions|EventEmitter|Store)$': false },
};
// Names that a contract fixes, a framework's or ours, go without it.
const contractNames = {
  '^(canActivate|canMatch|intercept|resolve)': false,
  '(Guard|Interceptor|Effect|Effects|Store|Reducer|Resolver|Initializer)$': false,
  '^(actions|next|store)$': false,
  '^(beforeRevoke|afterClear)$': false,
  // The helpers of rxjs's own TestScheduler, and the keys of its configuration objects.
  '^(cold|hot)$': false,
  '^(connector|delay|notifier|with)$': false,
  // The helpers of its TestScheduler.
  '^(cold|hot)$': false,
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    'reports/',
    '.cache/',
    '.stryker-tmp/',
    '.angular/',
    'examples/angular/dist/',
    'spec/golden/',
    'spec/package/consumer/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    name: 'rx-cognito/typescript',
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      rxjsX.configs.strict,
    ],
    languageOptions: {
      parserOptions: { project: './tsconfig.spec.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX, jsdoc, tsdoc },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.spec.json' })],
    },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      // A callback may return something to wait for, or nothing.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // What a catchError does not know it passes on as it came.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true, allowRethrowing: true }],
      // A stream that cannot fail needs no handler; if it fails after all, rxjs reports that to the platform.
      'rxjs-x/no-ignored-error': 'off',
      // It does not know `throwError(factory)`; only-throw-error covers the throw statements.
      'rxjs-x/throw-error': 'off',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'import-x/first': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-extraneous-dependencies': 'error',
      'import-x/no-mutable-exports': 'error',
      'import-x/no-self-import': 'error',
      'import-x/no-unassigned-import': ['error', { allow: ['@angular/compiler', 'zone.js'] }],
      'import-x/no-useless-path-segments': ['error', { noUselessIndex: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', noModuleState, noBarrel],
      'rxjs-x/finnish': ['error', { ...finnish, names: contractNames }],
      'tsdoc/syntax': 'error',
    },
  },

  {
    name: 'rx-cognito/library',
    files: ['src/**/*.ts'],
    rules: {
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }],
      'jsdoc/no-types': 'error',
      'jsdoc/require-description': [
        'error',
        { descriptionStyle: 'body', exemptedBy: ['inheritDoc', 'internal'] },
      ],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'VariableDeclaration'],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['localStorage', 'sessionStorage', 'navigator', 'window', 'document', 'BroadcastChannel'].map(
          (name) => ({ name, message: 'Only src/adapters names a platform.' }),
        ),
      ],
    },
  },
  {
    name: 'rx-cognito/adapters-name-the-platform',
    files: ['src/adapters/**/*.ts', 'src/angular/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    name: 'rx-cognito/entries-re-export',
    files: ['src/index.ts', 'src/*/index.ts'],
    rules: { 'no-restricted-syntax': ['error', noModuleState] },
  },

  {
    name: 'rx-cognito/schematics',
    files: ['src/schematics/**/*.ts'],
    // They run inside Angular's CLI, which hands them its own copies.
    rules: { 'import-x/no-extraneous-dependencies': ['error', { devDependencies: true }] },
  },
  {
    name: 'rx-cognito/files-of-an-application',
    files: ['src/schematics/*/files/**/*.ts'],
    // What a schematic copies belongs to an application from then on.
    rules: { 'jsdoc/require-jsdoc': 'off', 'rxjs-x/no-implicit-any-catch': 'off' },
  },
  {
    name: 'rx-cognito/answers-by-the-name-of-the-member',
    files: ['src/testing/**/*.ts'],
    // Tables whose keys are the names of an Auth's members hold answers, not Observables.
    rules: { 'rxjs-x/finnish': ['error', { ...finnish, names: contractNames, strict: false }] },
  },

  {
    name: 'rx-cognito/specs',
    files: ['spec/**/*.ts'],
    extends: [jest.configs['flat/recommended'], jest.configs['flat/style']],
    rules: {
      'jest/consistent-test-it': ['error', { fn: 'it', withinDescribe: 'it' }],
      'jest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect',
            'marbles',
            'expectObservable',
            'expectSubscriptions',
            '**.expectObservable',
            '**.expectSubscriptions',
            'fc.assert',
            'expect*',
          ],
        },
      ],
      'jest/no-disabled-tests': 'error',
      'jest/no-done-callback': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-standalone-expect': 'error',
      'jest/prefer-strict-equal': 'off',
      'jest/require-top-level-describe': 'error',
      // It takes the docblock of jest for one of TSDoc.
      'tsdoc/syntax': 'off',
      'jest/valid-title': ['error', { mustNotMatch: { it: '^should\\b' } }],
      // Jest's asymmetric matchers are untyped; an EmptyError is the right way for a spec to fail.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'rxjs-x/no-ignored-default-value': 'off',
      // Re-entrancy is what some specs are about.
      'rxjs-x/no-nested-subscribe': 'off',
    },
  },
  {
    name: 'rx-cognito/deprecated-clients',
    files: [
      'spec/integration/emulator/identity-js*.ts',
      'bench/**/identity-js.ts',
      'playground/clients/identity-js.ts',
    ],
    // The whole of amazon-cognito-identity-js is deprecated, and in use everywhere.
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    name: 'rx-cognito/programs',
    files: ['bench/**/*.ts', 'examples/**/*.ts', 'playground/**/*.ts'],
    rules: {
      'import-x/no-unassigned-import': 'off',
      'no-console': 'off',
      'rxjs-x/no-ignored-default-value': 'off',
    },
  },
  {
    name: 'rx-cognito/example-application',
    files: ['examples/angular/**/*.ts'],
    languageOptions: { parserOptions: { project: './examples/angular/tsconfig.lint.json' } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
    },
  },

  {
    name: 'rx-cognito/scripts',
    files: ['**/*.mjs'],
    plugins: { 'import-x': importX },
    rules: { eqeqeq: 'error', 'import-x/no-duplicates': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
);
