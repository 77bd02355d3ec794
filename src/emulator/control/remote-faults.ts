import type { FaultPlan, Faults, PlannedFault } from '../wire/faults';
import type { RequestName } from '../wire/request-name';
import { ControlRefusal } from './refusal';

/** A fault that was planned from outside. */
interface RemoteFault {
  readonly planned: PlannedFault;
  isReached: boolean;
}

/** Faults that were planned from outside, each found again by its id. */
export class RemoteFaults {
  readonly #faults: Faults;
  readonly #planned = new Map<string, RemoteFault>();
  #next = 1;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** Plans a fault and returns its id. */
  plan(operation: RequestName, plan: FaultPlan): string {
    const id = String(this.#next++);
    const remote: RemoteFault = { planned: this.#faults.on(operation, plan), isReached: false };
    void remote.planned.reached.then(() => {
      remote.isReached = true;
    });
    this.#planned.set(id, remote);
    return id;
  }

  get(id: string): RemoteFault {
    const remote = this.#planned.get(id);
    if (!remote) throw new ControlRefusal(404, `There is no fault ${id}.`);
    return remote;
  }

  /** Takes back every plan, and lets go what is held. */
  clear(): void {
    for (const { planned } of this.#planned.values()) planned.release();
    this.#planned.clear();
    this.#faults.clear();
  }
}
