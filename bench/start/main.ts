import { median, quartiles, rounded, roundedQuartiles } from '../statistics';
import { CACHES, CONTESTANTS, THROTTLES } from './contestants';
import { measureStarts } from './measure';
import type { StartResults } from './report';

const SCALE = { rounds: 30, traced: 10 };
const QUICK = { rounds: 3, traced: 2 };

/** Starts every application under every condition. */
export async function measure(isQuick: boolean): Promise<StartResults> {
  const scale = isQuick ? QUICK : SCALE;
  const { starts, work } = await measureStarts(scale);
  return {
    rounds: scale.rounds,
    conditions: CONTESTANTS.flatMap(({ name }) =>
      CACHES.flatMap((cache) =>
        THROTTLES.map((throttle) => {
          const own = starts.filter(
            (start) => start.name === name && start.cache === cache && start.throttle === throttle,
          );
          return { name, throttle, cache, ms: roundedQuartiles(quartiles(own.map((start) => start.ms))) };
        }),
      ),
    ),
    wholes: CONTESTANTS.map(({ name }) => {
      const own = starts.filter((start) => start.name === name);
      return {
        name,
        bytes: Math.max(...own.map(({ bytes }) => bytes)),
        cpuMs: rounded(median(work.filter((sample) => sample.name === name).map(({ cpuMs }) => cpuMs))),
        isSameTask: own.every(({ isSameTask }) => isSameTask),
        isRight: own.every(({ isSignedIn }) => isSignedIn),
      };
    }),
  };
}
