import { Observable } from 'rxjs';
import { isFields, textOf } from '../../model/fields';
import type { Fields } from '../../model/fields';
import type { SessionEnd, TabChannel } from '../../ports/environment';
import { asked, listen } from './web-scope';
import type { WebScope } from './web-scope';

const SESSION_CHANGED = 'sessionChanged';

/** Reads what a message says of an end. */
function endOf(message: Fields): SessionEnd | undefined {
  const endedEpoch = textOf(message['endedEpoch']);
  return endedEpoch === undefined ? undefined : { endedEpoch, epoch: textOf(message['epoch']) };
}

/** What a tab channel listens to besides its own messages. */
export interface WebTabChannelOptions {
  /** The storage key whose change is a hint. */
  readonly storageKey: string;
  /** Default: the global object. */
  readonly scope?: WebScope;
}

const openChannel = (scope: WebScope, name: string): BroadcastChannel | undefined =>
  asked(() => {
    const channel = scope.BroadcastChannel && new scope.BroadcastChannel(name);
    // In Node.js an open channel would keep the process alive.
    (channel as { unref?: () => void } | undefined)?.unref?.();
    return channel;
  });

const close = (channel: BroadcastChannel | undefined): unknown => asked(() => channel?.close());

/**
 * Creates the channel between the tabs of one origin: BroadcastChannel and `storage` events, whichever exist. Neither
 * is trusted: a message says no more than that the storage is worth a look, unless it names the epoch that is stored, which nobody
 * draws by chance.
 */
export function createWebTabChannel(
  name: string,
  { storageKey, scope = globalThis }: WebTabChannelOptions,
): TabChannel {
  let open: BroadcastChannel | undefined;

  return {
    announce: (end) => {
      // The channel that listens does not hear itself; where none does, one is opened for the moment.
      const channel = open ?? openChannel(scope, name);
      // A hint that is not sent costs latency, never correctness.
      asked(() => channel?.postMessage({ type: SESSION_CHANGED, ...end }));
      if (channel !== open) close(channel);
    },
    hints$: new Observable((subscriber) => {
      const channel = openChannel(scope, name);
      open = channel;
      if (channel) {
        channel.onmessage = ({ data }: MessageEvent<unknown>) => {
          if (isFields(data) && data['type'] === SESSION_CHANGED) subscriber.next(endOf(data));
        };
      }
      const deafen = listen(scope, 'storage', (event) => {
        const { key } = event as Partial<StorageEvent>;
        // No key at all: somebody cleared the whole storage.
        if (key === storageKey || key === null) subscriber.next(undefined);
      });
      return () => {
        open = undefined;
        deafen();
        close(channel);
      };
    }),
  };
}
