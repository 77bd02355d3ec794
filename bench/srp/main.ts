import { quartiles, rounded, roundedQuartiles } from '../statistics';
import type { Quartiles } from '../statistics';
import { bundlePage } from './bundle';
import type { Sample } from './measure';
import { AMPLIFY, LIMITS, LONG_TASK_MS, OURS } from './report';
import type { Responsiveness, SrpResults, Timing } from './report';
import { sampleChromium, sampleNode } from './sample';
import type { Samples, TaskSample } from './sample';
import { isRight, isSound } from './server';

const SCALE = { warm: 30, cold: 20, throttled: 10 };
const QUICK = { warm: 5, cold: 3, throttled: 2 };

const of = (samples: readonly Sample[], name: string): readonly Sample[] =>
  samples.filter((sample) => sample.name === name);

function timingsOf({ warm, cold }: Samples): readonly Timing[] {
  return [...new Set(warm.map(({ name }) => name))].map((name) => {
    const middle = (values: readonly number[]): Quartiles => roundedQuartiles(quartiles(values));
    const cpu = cold.filter((sample) => sample.name === name).flatMap(({ cpuMs = [] }) => cpuMs);
    return {
      name,
      warm: middle(of(warm, name).map((sample) => sample.ms)),
      cold: middle(of(cold, name).map((sample) => sample.ms)),
      ...(cpu.length > 0 ? { coldCpu: middle(cpu) } : {}),
    };
  });
}

function responsivenessOf(tasks: readonly TaskSample[]): readonly Responsiveness[] {
  return [...new Set(tasks.map(({ name }) => name))].map((name) => {
    const own = tasks.filter((sample) => sample.name === name);
    const longest = (isFirst: boolean): Quartiles =>
      roundedQuartiles(
        quartiles(own.filter((sample) => sample.isFirst === isFirst).map((sample) => sample.longestTaskMs)),
      );
    return {
      name,
      first: longest(true),
      second: longest(false),
      mostMs: rounded(Math.max(...own.map(({ longestTaskMs }) => longestTaskMs))),
      long: own.filter(({ longestTaskMs }) => longestTaskMs > LONG_TASK_MS).length,
      signIns: own.length,
    };
  });
}

/** Signs in with every client, warm and cold, on both platforms, and judges each signature. */
export async function measure(isQuick: boolean): Promise<SrpResults> {
  const rounds = isQuick ? QUICK : SCALE;
  const node = await sampleNode(rounds);
  const watched = [AMPLIFY, LIMITS.browser, OURS.browser];
  const { tasks, ...chromium } = await sampleChromium(await bundlePage(), rounds, watched);
  const all = [...node.warm, ...node.cold, ...chromium.warm, ...chromium.cold, ...tasks];
  if (!isSound()) throw new Error("The vector's values do not fit together.");
  return {
    rounds,
    node: timingsOf(node),
    chromium: timingsOf(chromium),
    tasks: responsivenessOf(tasks),
    wrong: [...new Set(all.filter(({ proof }) => !isRight(proof)).map(({ name }) => name))],
  };
}
