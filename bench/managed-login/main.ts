import type { ManagedLoginResults, PlayedRemains } from './report';
import { play, SCENARIOS } from './scenarios';
import { openStage, PEERS } from './stage';

/** Signs out with each client under each fault; the clients side by side, since nobody's time is taken. */
export async function measure(): Promise<ManagedLoginResults> {
  const stage = await openStage();
  const remains: PlayedRemains[] = [];
  try {
    for (const scenario of SCENARIOS) {
      const played = await Promise.all(
        PEERS.map(async (peer) => ({
          fault: scenario.name,
          peer,
          ...(await play(stage, scenario, peer)),
        })),
      );
      remains.push(...played);
    }
  } finally {
    await stage.close();
  }
  return { remains };
}
