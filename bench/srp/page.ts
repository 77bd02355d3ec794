import { defer, lastValueFrom, map, of } from 'rxjs';
import { contestants as whole, parts } from './contestants';
import { MARKS, sample, sampleInterleaved } from './measure';
import type { Sample } from './measure';

/** What the driver calls in a page. */
export interface SrpPage {
  names(): readonly string[];
  sample(name: string): Promise<Sample>;
  warm(rounds: number): Promise<readonly Sample[]>;
  /** Signs in between the two marks. */
  marked(name: string): Promise<Sample>;
}

declare global {
  var srpPage: SrpPage;
}

const contestants = [...whole, ...parts];

const named = (name: string) => {
  const contestant = contestants.find((candidate) => candidate.name === name);
  if (contestant === undefined) throw new Error(`There is no contestant ${name}.`);
  return contestant;
};

globalThis.srpPage = {
  names: () => contestants.map(({ name }) => name),
  sample: (name) => sample(named(name)),
  warm: (rounds) => sampleInterleaved(contestants, rounds),
  marked: async (name) => {
    // An application has RxJS at work before anybody signs in; here nobody has used it yet.
    await lastValueFrom(defer(() => of(name)).pipe(map((value) => value)));
    // A task of its own, lest the driver's call is counted.
    await quiet();
    performance.mark(MARKS.begin);
    const taken = await sample(named(name));
    performance.mark(MARKS.end);
    await quiet();
    return taken;
  },
};

function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}
