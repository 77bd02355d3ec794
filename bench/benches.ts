import type { Bench } from './bench';

type Loader = () => Promise<{ readonly bench: Bench<unknown> }>;

const of =
  <Results>(load: () => Promise<{ readonly bench: Bench<Results> }>): Loader =>
  () =>
    load();

/** All benches, by name, in the order in which they run. Each is loaded in a process of its own. */
export const BENCHES: Readonly<Record<string, Loader>> = {
  bytes: of(() => import('./bytes/main')),
  start: of(() => import('./start/main')),
  'sign-in': of(() => import('./sign-in/main')),
  srp: of(() => import('./srp/main')),
  session: of(() => import('./session/main')),
  'sign-out': of(() => import('./sign-out/main')),
  emulator: of(() => import('./emulator/main')),
};
