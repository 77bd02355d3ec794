import { contestants } from './contestants';
import type { Contestant, PoolAddress } from './contestant';
import { rateOf } from './rate';
import type { Rate } from './rate';

/** What the driver calls in a page. */
export interface SessionPage {
  start(name: string, pool: PoolAddress): void;
  signIn(name: string, username: string, password: string): Promise<void>;
  /** Lets many callers ask at once; tells how many got tokens. */
  askAtOnce(name: string, callers: number): Promise<number>;
  rate(name: string, forMs: number): Promise<Rate>;
}

declare global {
  var sessionPage: SessionPage;
}

const named = (name: string): Contestant => {
  const contestant = contestants.find((candidate) => candidate.name === name);
  if (!contestant) throw new Error(`There is no contestant ${name}.`);
  return contestant;
};

globalThis.sessionPage = {
  start: (name, pool) => {
    named(name).start(pool);
  },
  signIn: (name, username, password) => named(name).signIn(username, password),
  askAtOnce: async (name, callers) => {
    const contestant = named(name);
    const asked = await Promise.allSettled(Array.from({ length: callers }, () => contestant.ask()));
    return asked.filter(({ status }) => status === 'fulfilled').length;
  },
  rate: (name, forMs) => rateOf(named(name), forMs),
};
