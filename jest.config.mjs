const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.m?[jt]sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, sourceMaps: 'inline' },
    ],
  },
  moduleNameMapper: {
    '^rx-cognito$': '<rootDir>/src/index.ts',
    '^rx-cognito/(.+)$': '<rootDir>/src/$1/index.ts',
  },
};

/** @type {import('jest').Config} */
export default {
  coverageProvider: 'babel',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/spec/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/spec/(integration|browser|compat)/'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/spec/integration/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/spec/browser/**/*.spec.ts'],
    },
  ],
};
