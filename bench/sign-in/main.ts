import { quartiles, rounded, roundedQuartiles } from '../statistics';
import { CONTESTANTS, THROTTLES } from './contestants';
import { measureSignIns } from './measure';
import type { SignInSample } from './measure';
import type { SignInResults } from './report';

const SCALE = { rounds: 20, traced: 10 };
const QUICK = { rounds: 3, traced: 2 };

const most = (samples: readonly SignInSample[], what: 'scripts' | 'preflights' | 'requests'): number =>
  Math.max(...samples.map((sample) => sample[what]));

/** Signs in with every client at every speed. */
export async function measure(isQuick: boolean): Promise<SignInResults> {
  const scale = isQuick ? QUICK : SCALE;
  const { signIns, tasks } = await measureSignIns(scale);
  return {
    rounds: scale.rounds,
    conditions: CONTESTANTS.flatMap(({ name }) =>
      THROTTLES.map((throttle) => {
        const own = signIns.filter((sample) => sample.name === name && sample.throttle === throttle);
        return { name, throttle, ms: roundedQuartiles(quartiles(own.map((sample) => sample.ms))) };
      }),
    ),
    wholes: CONTESTANTS.map(({ name }) => {
      const own = signIns.filter((sample) => sample.name === name);
      const longest = tasks
        .filter((sample) => sample.name === name)
        .map(({ longestTaskMs }) => longestTaskMs);
      return {
        name,
        scripts: most(own, 'scripts'),
        preflights: most(own, 'preflights'),
        requests: most(own, 'requests'),
        longestTaskMs: roundedQuartiles(quartiles(longest)),
        longestOfAllMs: rounded(Math.max(...longest)),
      };
    }),
  };
}
