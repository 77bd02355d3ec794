/** Tells subscribers of what happened, one thing after another. */
export interface Telling {
  /** Adds what is to be told after everything that waits. */
  add(tell: () => void): void;
  /** Tells everything that waits; nothing where somebody is being told already, who is told the rest in turn. */
  drain(): void;
}

/** Creates the queue of what is to be told: a subscriber that calls back in is told of it after the others. */
export function createTelling(): Telling {
  const waiting: (() => void)[] = [];
  let isTelling = false;
  return {
    add(tell) {
      waiting.push(tell);
    },
    drain() {
      if (isTelling) return;
      isTelling = true;
      try {
        for (let tell = waiting.shift(); tell; tell = waiting.shift()) tell();
      } finally {
        isTelling = false;
      }
    },
  };
}
