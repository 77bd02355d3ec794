import { Observable, filter, map, merge, share } from 'rxjs';
import { isFields } from '../../model/fields';
import type { Fields } from '../../model/fields';
import type { SessionEnd, TabChannel } from '../../ports/environment';
import { asked, eventsOf$ } from './web-scope';
import type { WebScope } from './web-scope';

const SESSION_CHANGED = 'sessionChanged';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads what a message says of an end. */
function endOf(message: Fields): SessionEnd | undefined {
  const { endedEpoch, epoch } = message;
  return isText(endedEpoch) ? { endedEpoch, epoch: isText(epoch) ? epoch : undefined } : undefined;
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

  const messages$ = new Observable<unknown>((subscriber) => {
    const channel = openChannel(scope, name);
    if (!channel) return;
    open = channel;
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      subscriber.next(data);
    };
    return () => {
      open = undefined;
      channel.close();
    };
  });

  const told$ = messages$.pipe(
    filter((message): message is Fields => isFields(message) && message['type'] === SESSION_CHANGED),
    share(),
  );
  const storageEvents$ = eventsOf$(scope, 'storage') as Observable<Partial<StorageEvent>>;

  return {
    announce: (end) => {
      // The channel that listens does not hear itself; where none does, one is opened for the moment.
      const channel = open ?? openChannel(scope, name);
      // A hint that is not sent costs latency, never correctness.
      asked(() => {
        channel?.postMessage({ type: SESSION_CHANGED, ...end });
        if (channel !== open) channel?.close();
      });
    },
    hints$: merge(
      told$,
      // No key at all: somebody cleared the whole storage.
      storageEvents$.pipe(filter(({ key }) => key === storageKey || key === null)),
    ).pipe(
      map(() => undefined),
      share(),
    ),
    ends$: told$.pipe(
      map(endOf),
      filter((end) => end !== undefined),
    ),
  };
}
