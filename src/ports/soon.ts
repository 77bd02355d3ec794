/** Does some work when the current turn is over: before anything else happens on a page. Unlike a scheduler of RxJS it loads no code for it. */
export const soon = (work: () => void): unknown => Promise.resolve().then(work);
