import { CACHES, CONTESTANTS, THROTTLES } from '../../bench/start/contestants';
import { report } from '../../bench/start/report';
import type { StartResults } from '../../bench/start/report';

/** Starts of so many milliseconds under every condition. */
const resultsOf = (medians: Readonly<Record<string, number>>, isSameTask = true): StartResults => ({
  rounds: 30,
  conditions: CONTESTANTS.flatMap(({ name }) =>
    CACHES.flatMap((cache) =>
      THROTTLES.map((throttle) => {
        const median = medians[name] ?? 50;
        return { name, throttle, cache, ms: { lower: median - 1, median, upper: median + 1 } };
      }),
    ),
  ),
  wholes: CONTESTANTS.map(({ name }) => ({ name, bytes: 10_000, cpuMs: 10, isSameTask, isRight: true })),
});

const LIMIT = 'rxjs-and-one-read';

describe('report of the starts', () => {
  it('finds no fault where all aims are met', () => {
    const results = resultsOf({ [LIMIT]: 10, 'rx-cognito': 12, 'aws-amplify': 30 });
    expect(report.faults(results)).toEqual([]);
    expect(report.text(results)).not.toContain('cannot be');
  });

  it('finds each that is missed', () => {
    const results = resultsOf({ [LIMIT]: 10, 'rx-cognito': 13, 'aws-amplify': 30 }, false);
    expect(report.faults(results)).toEqual([
      'Ours has no state in the task of createAuth.',
      'Ours takes 1.30 times the limit.',
      'Ours is 2.31 times as fast as Amplify.',
    ]);
  });

  it('says by which figures an aim cannot be met, and calls that no fault (#16)', () => {
    const results = resultsOf({ [LIMIT]: 10, 'rx-cognito': 11, 'aws-amplify': 16 });
    expect(report.faults(results)).toEqual([]);
    expect(report.text(results)).toContain(
      'cannot be on this machine: the limit itself, which knows nothing of tokens, is 1.6 times as fast as Amplify.',
    );
  });

  it('finds a contestant that did not find its session', () => {
    const { wholes, ...results } = resultsOf({ [LIMIT]: 10, 'rx-cognito': 12, 'aws-amplify': 30 });
    const wrong = wholes.map((whole) => ({ ...whole, isRight: whole.name !== 'oidc-client-ts' }));
    expect(report.faults({ ...results, wholes: wrong })).toEqual([
      'oidc-client-ts did not find its session.',
    ]);
  });
});
