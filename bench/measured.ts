import { BENCHES } from './benches';
import type { Measured } from './documents';
import { resultsOf } from './results';

/** Reads the last results of every bench that has some. */
export const measured = (isQuick: boolean): readonly Measured[] =>
  Object.entries(BENCHES).flatMap(([name, bench]) => {
    const run = resultsOf(name, isQuick);
    return run ? [{ name, bench, run }] : [];
  });
