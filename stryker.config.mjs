export default {
  testRunner: 'jest',
  jest: {
    projectType: 'custom',
    configFile: 'spec/mutants/jest.config.mjs',
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  mutate: ['src/{model,machine,flows,user-pool}/**/*.ts'],
  // spec/mutants/run.mjs judges the score, over both of its passes.
  thresholds: { high: 98, low: 95, break: null },
  concurrency: 2,
  // What the specs leave in a runner's memory slows it down.
  maxTestRunnerReuse: 100,
  timeoutMS: 10_000,
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.stryker-tmp',
};
