import { unit } from './jest.config.mjs';

const specsOfTheCore = { ...unit, testMatch: ['<rootDir>/spec/{model,machine,flows}/**/*.spec.ts'] };

export default {
  testRunner: 'jest',
  // The marble specs alone: a mutant must be seen by what runs in seconds.
  jest: { projectType: 'custom', config: specsOfTheCore, enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  mutate: ['src/model/**/*.ts', 'src/machine/**/*.ts', 'src/flows/**/*.ts'],
  ignoreStatic: true,
  thresholds: { high: 98, low: 95, break: 90 },
  concurrency: 2,
  timeoutMS: 5_000,
  incremental: true,
  incrementalFile: '.cache/stryker.json',
  reporters: ['clear-text', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'reports/mutants.html' },
  tempDirName: '.stryker-tmp',
};
