import type { Bench, Report } from './bench';
import { report as bytes } from './bytes/report';
import { report as emulator } from './emulator/report';
import { report as managedLogin } from './managed-login/report';
import { report as session } from './session/report';
import { report as signIn } from './sign-in/report';
import { report as signOut } from './sign-out/report';
import { report as srp } from './srp/report';
import { report as start } from './start/report';

interface Measuring<Results> {
  measure(isQuick: boolean): Promise<Results>;
}

const of = <Results>(
  budgetSeconds: number,
  report: Report<Results>,
  load: () => Promise<Measuring<Results>>,
): Bench => ({
  budgetSeconds,
  report,
  measure: async (isQuick) => (await load()).measure(isQuick),
});

/** What all of it may take, on two cores that have nothing else to do. */
export const WHOLE_SECONDS = 20 * 60;

/** All benches, by name, in the order in which they run; what measures is loaded where it runs. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  bytes: of(10, bytes, () => import('./bytes/main')),
  start: of(330, start, () => import('./start/main')),
  'sign-in': of(340, signIn, () => import('./sign-in/main')),
  srp: of(180, srp, () => import('./srp/main')),
  session: of(105, session, () => import('./session/main')),
  'sign-out': of(60, signOut, () => import('./sign-out/main')),
  'managed-login': of(40, managedLogin, () => import('./managed-login/main')),
  emulator: of(75, emulator, () => import('./emulator/main')),
};
