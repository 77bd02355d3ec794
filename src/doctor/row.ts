import type { Facts } from './facts';
import type { Finding } from './finding';

/** A finding before it is found: one row of a table. */
export interface Row extends Pick<Finding, 'id' | 'severity' | 'setting' | 'why'> {
  /** Returns the value found, where it is one to be told. */
  readonly examine: (facts: Facts) => string | undefined;
  readonly fix: (facts: Facts) => string;
}

/** What a note has to say in place of a command. */
export const nothingToMend = (): string =>
  'Nothing to mend. To change it use the console: UpdateUserPool resets what a call leaves out.';
