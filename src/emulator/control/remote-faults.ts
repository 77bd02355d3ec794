import type { FaultPlan, Faults, PlannedFault } from '../wire/faults';
import type { RequestName } from '../wire/request-name';
import { ControlRefusal } from './refusal';

/** A fault that was planned from outside. */
interface RemoteFault {
  readonly planned: PlannedFault;
  /** Rejects once the fault is taken back before it strikes, so that nobody waits for it in vain. */
  readonly struck: Promise<void>;
  readonly takeBack: () => void;
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
    const planned = this.#faults.on(operation, plan);
    let takeBack: () => void = () => undefined;
    const struck = new Promise<void>((resolve, reject) => {
      takeBack = () => {
        reject(new ControlRefusal(409, `The fault ${id} was taken back before it struck.`));
      };
      void planned.reached.then(resolve);
    });
    const remote: RemoteFault = { planned, struck, takeBack, isReached: false };
    remote.struck.then(
      () => {
        remote.isReached = true;
      },
      () => undefined,
    );
    this.#planned.set(id, remote);
    return id;
  }

  get(id: string): RemoteFault {
    const remote = this.#planned.get(id);
    if (!remote) throw new ControlRefusal(404, `There is no fault ${id}.`);
    return remote;
  }

  /** Waits until a fault strikes. */
  struck(id: string): Promise<void> {
    return this.get(id).struck;
  }

  /** Takes a plan back; what it holds already is still held. */
  cancel(id: string): void {
    const { planned, takeBack } = this.get(id);
    planned.cancel();
    takeBack();
  }

  /** Takes back every plan, and lets go what is held. */
  clear(): void {
    for (const { planned, takeBack } of this.#planned.values()) {
      planned.release();
      takeBack();
    }
    this.#planned.clear();
    this.#faults.clear();
  }
}
