import { unit } from '../../jest.config.mjs';

/** The configuration of the mutation run. */
export default {
  ...unit,
  rootDir: '../..',
  testMatch: ['<rootDir>/spec/mutants/core.cjs'],
  // Each takes milliseconds: one that takes as long hangs.
  testTimeout: 3_000,
};
