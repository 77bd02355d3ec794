/** What a page tells of its start. */
export interface Start {
  readonly isSignedIn: boolean;
  /** From the last byte of the code that the page begins with to the first state. */
  readonly ms: number;
  /** Whether the state was there in the task in which the client was created. */
  readonly isSameTask: boolean;
  /** Of the scripts that were loaded until then, as they were sent. */
  readonly bytes: number;
}

/** The mark in the page's timeline at which the first state is there. */
export const FIRST_STATE = 'first state';

const SETTLED_MS = 30;

const scriptsUntil = (at: number): readonly PerformanceResourceTiming[] =>
  performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
    .filter(({ name, responseEnd }) => name.endsWith('.js') && responseEnd <= at);

/** Is called right before the client is created; what it returns is called with the first state. What it can do later, it does. */
export function watchFirstState(): (isSignedIn: boolean) => void {
  const createdAt = performance.now();
  let isSameTask = true;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    isSameTask = false;
    port1.close();
  };
  port2.postMessage(undefined);
  return (isSignedIn) => {
    const at = performance.now();
    performance.mark(FIRST_STATE);
    const wasSameTask = isSameTask;
    setTimeout(() => {
      const lastByteAt = Math.max(...scriptsUntil(createdAt).map(({ responseEnd }) => responseEnd));
      const bytes = scriptsUntil(at).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      const start: Start = { isSignedIn, isSameTask: wasSameTask, bytes, ms: at - lastByteAt };
      void fetch('/told', { method: 'POST', body: JSON.stringify(start) });
    }, SETTLED_MS);
  };
}
