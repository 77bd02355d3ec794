const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.m?[jt]sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
  // These ship ES modules only.
  transformIgnorePatterns: [
    '/node_modules/(?!(@angular|@ngrx|beasties|jose|oauth4webapi|openid-client|qr)/)',
  ],
  moduleNameMapper: {
    '^rx-cognito$': '<rootDir>/src/index.ts',
    '^rx-cognito/(.+)$': '<rootDir>/src/$1/index.ts',
  },
};

/** The kinds of specs that are slow or need a server, a browser, the built package: a folder and a project each. */
const apart = ['integration', 'browser', 'example', 'package', 'site', 'model-test', 'compat'];

/** Specs that look into the heap of a child process, for seconds each. */
const heapSpecs = [
  '<rootDir>/spec/adapters/srp/srp-secrets.spec.ts',
  '<rootDir>/spec/lifecycle/cycles.spec.ts',
];

/** What a developer runs, and no application loads: most of it asks the emulator, over its handler or a socket. */
const toolSpecs = '<rootDir>/spec/(emulator|cli|doctor)/';

/** Every spec file alone. Also the configuration of the mutation run. */
export const unit = {
  ...shared,
  displayName: 'unit',
  testMatch: ['<rootDir>/spec/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', `<rootDir>/spec/(${apart.join('|')})/`, toolSpecs, ...heapSpecs],
};

/** The same, many files in one: in a fraction of the time. */
const together = {
  ...shared,
  displayName: 'together',
  testMatch: [
    '<rootDir>/spec/together/!(load).cjs',
    '<rootDir>/spec/*.spec.ts',
    '<rootDir>/spec/adapters/{,srp/}*.spec.ts',
    // These want an environment, or a store, of their own.
    '<rootDir>/spec/{amplify/cookies,angular/managed-login,ngrx/*}.spec.ts',
  ],
  testPathIgnorePatterns: heapSpecs,
};

const tools = {
  ...shared,
  displayName: 'tools',
  testMatch: ['<rootDir>/spec/{emulator,cli,doctor}/**/*.spec.ts'],
};

const specsOf = (folder) => ({
  ...shared,
  displayName: folder,
  testMatch: [`<rootDir>/spec/${folder}/**/*.spec.ts`],
});

/** The specs of the Angular and NgRx entries once more, on the newest majors that the package supports. */
const compat = {
  ...shared,
  displayName: 'compat',
  testMatch: ['<rootDir>/spec/{angular,ngrx}/**/*.spec.ts', '<rootDir>/spec/compat/*.spec.ts'],
  resolver: '<rootDir>/spec/compat/resolver.cjs',
};

/** @type {import('jest').Config} */
export default {
  projects: [
    unit,
    together,
    tools,
    { ...shared, displayName: 'heap', testMatch: heapSpecs },
    specsOf('integration'),
    specsOf('browser'),
    specsOf('example'),
    specsOf('package'),
    specsOf('site'),
    specsOf('model-test'),
    compat,
  ],
  testTimeout: 30_000,
  maxWorkers: '100%',
  // `v8` under swc reports 100 % for a callback that never ran.
  coverageProvider: 'babel',
  coverageReporters: ['text-summary', 'html', 'json-summary'],
  collectCoverageFrom: ['src/{model,machine,flows,user-pool}/**/*.ts'],
  coverageThreshold: {
    global: { lines: 100, branches: 100 },
  },
};
