import { gapsIn } from '../../bench/results';

const kept = (results: unknown): unknown => JSON.parse(JSON.stringify(results));

describe('gapsIn', () => {
  it('finds no gap in what was measured', () => {
    expect(gapsIn(kept({ rounds: 3, runs: [{ name: 'a', ms: 0, isSignedIn: false, told: '' }] }))).toEqual(
      [],
    );
  });

  it('tells which figures were not taken: no number, none at all, no runs (#16)', () => {
    const results = {
      conditions: [{ ms: { lower: 1, median: NaN, upper: Infinity } }],
      runs: [],
      machine: null,
    };
    expect(gapsIn(kept(results))).toEqual([
      'conditions.0.ms.median',
      'conditions.0.ms.upper',
      'runs',
      'machine',
    ]);
  });

  it('takes the clients that were wrong for a list that may be empty', () => {
    expect(gapsIn({ wrong: [] })).toEqual([]);
    expect(gapsIn({ node: [{ wrong: [] }] })).toEqual(['node.0.wrong']);
  });
});
