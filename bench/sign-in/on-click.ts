/** What a page tells of a sign-in. */
export interface Clicked {
  readonly ms: number;
}

/** The marks between which a sign-in runs. */
export const MARKS = { begin: 'clicked', end: 'signed in' } as const;

const tell = (told: unknown): void => void fetch('/told', { method: 'POST', body: JSON.stringify(told) });

/** Signs in at the first click; `ready` resolves when there is nothing more to do before that. */
export function onClick(signIn: () => Promise<unknown>, ready: Promise<unknown> = Promise.resolve()): void {
  document.querySelector('button')?.addEventListener(
    'click',
    ({ timeStamp }) => {
      performance.mark(MARKS.begin);
      signIn().then(
        () => {
          const clicked: Clicked = { ms: performance.now() - timeStamp };
          performance.mark(MARKS.end);
          // A task of its own, which belongs to nobody's sign-in.
          setTimeout(tell, 100, clicked);
        },
        (error: unknown) => {
          tell({ error: String(error) });
        },
      );
    },
    { once: true },
  );
  void ready.then(() => setTimeout(tell, 100, 'ready'));
}
