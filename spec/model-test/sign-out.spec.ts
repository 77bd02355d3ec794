import fc from 'fast-check';
import { plan, signIn } from './actions';
import { commands, plans } from './commands';
import { differencesOf, disagreementsOf, violationsOf } from './invariant';
import type { StorageKind } from './unreliable-storage';
import { addInstance, arrive, createWorld, settle } from './world';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 1_000);
const SEED = Number(process.env['MODEL_SEED'] ?? Date.now() % 2 ** 31);
const MS_PER_RUN = 300;

describe('createAuth', () => {
  // Tabs hear of each other in their own time, which no run could repeat: each world brings channels of its own.
  const channel = globalThis.BroadcastChannel;
  beforeAll(() => {
    process.stdout.write(`model test: ${RUNS} runs, seed ${SEED}\n`);
  });
  afterAll(() => {
    globalThis.BroadcastChannel = channel;
  });

  it(
    'holds no usable token once it is signedOut, and reports what the server knows, whatever happens in which order',
    async () => {
      const world = fc.record({
        isRotating: fc.boolean(),
        storageKind: fc.constantFrom<StorageKind>('synchronous', 'slow', 'halfSynchronous'),
        isSignedIn: fc.boolean(),
        tabs: fc.constantFrom(1, 1, 2, 3),
        // What the first one does in the middle of its first sign-in, and after it.
        planned: fc.array(plans, { maxLength: 3 }),
      });
      const property = fc.asyncProperty(
        fc.scheduler(),
        world,
        fc.commands(commands, { maxCommands: 20, size: 'max' }),
        async (scheduler, { isSignedIn, planned, tabs, ...options }, steps) => {
          const real = createWorld(scheduler, options);
          const first = addInstance(real);
          for (const [place, [, act]] of planned) plan(first, place, act);
          signIn('ada')(first, real);
          if (isSignedIn) await arrive(real);
          while (real.instances.length < tabs) addInstance(real);
          await fc.scheduledModelRun(scheduler, () => ({ model: { instances: tabs }, real }), steps);
          await settle(real);
          const violations = [
            ...violationsOf(real),
            ...(await differencesOf(real)),
            ...(await disagreementsOf(real)),
          ];
          real.instances.forEach(({ auth }) => {
            auth.destroy();
          });
          expect(violations).toEqual([]);
        },
      );
      await fc.assert(property, {
        numRuns: RUNS,
        seed: SEED,
        ...(process.env['MODEL_PATH'] === undefined ? {} : { path: process.env['MODEL_PATH'] }),
      });
    },
    RUNS * MS_PER_RUN + 60_000,
  );
});
