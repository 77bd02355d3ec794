import type { PassOn } from './in-process-client';
import type { Tab } from './tab';

/** What `createAuth` uses of a BroadcastChannel. */
interface HintChannel {
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  postMessage(data: unknown): void;
  close(): void;
}

/** The constructor of the channels of one tab. */
export type HintChannelConstructor = new () => HintChannel;

/** Creates the way of hints from tab to tab: each arrives when the run lets it pass. */
export function createTabHints(passOn: PassOn): (tab: Tab) => HintChannelConstructor {
  const open = new Set<{ readonly tab: Tab; readonly channel: HintChannel }>();
  return (tab) =>
    class implements HintChannel {
      onmessage: HintChannel['onmessage'] = null;
      readonly #entry = { tab, channel: this };

      constructor() {
        open.add(this.#entry);
      }

      postMessage(data: unknown): void {
        for (const listener of open) {
          if (listener === this.#entry) continue;
          void passOn('a hint arrives').then(() => {
            listener.tab.whenAwake(() => listener.channel.onmessage?.({ data }));
          });
        }
      }

      close(): void {
        open.delete(this.#entry);
      }
    };
}
