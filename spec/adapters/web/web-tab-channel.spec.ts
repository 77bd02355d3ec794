/* @jest-environment jsdom */
import { createWebTabChannel } from '../../../src/adapters/web/web-tab-channel';
import type { WebScope } from '../../../src/adapters/web/web-scope';

const crypto = { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) };
const storageKey = 'rx-cognito.client.epoch';

/** BroadcastChannels of one origin that deliver at once, and count themselves. */
const channelHub = () => {
  const open = new Set<FakeChannel>();
  const unref = jest.fn();
  class FakeChannel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    readonly unref = unref;
    constructor(readonly name: string) {
      open.add(this);
    }
    postMessage(data: unknown): void {
      if (!open.has(this)) throw new DOMException('It is closed.', 'InvalidStateError');
      for (const channel of open) {
        if (channel !== this && channel.name === this.name) channel.onmessage?.({ data });
      }
    }
    close(): void {
      open.delete(this);
    }
  }
  return { open, unref, BroadcastChannel: FakeChannel as unknown as new (name: string) => BroadcastChannel };
};

const storageEvent = (key: string | null): Event => new StorageEvent('storage', { key });

describe('createWebTabChannel', () => {
  describe('over a BroadcastChannel', () => {
    const setUp = () => {
      const hub = channelHub();
      const scope: WebScope = { crypto, BroadcastChannel: hub.BroadcastChannel };
      const tab = (name = 'client') => createWebTabChannel(name, { storageKey, scope });
      return { hub, tab };
    };

    it('tells the other tabs (R19)', () => {
      const { tab } = setUp();
      const hint = jest.fn();
      tab().hints$.subscribe(hint);
      tab().announce();
      expect(hint.mock.calls).toStrictEqual([[undefined]]);
    });

    it('does not tell itself', () => {
      const { tab } = setUp();
      const hint = jest.fn();
      const own = tab();
      own.hints$.subscribe(hint);
      own.announce();
      expect(hint).not.toHaveBeenCalled();
    });

    it('keeps the clients of an origin apart', () => {
      const { tab } = setUp();
      const hint = jest.fn();
      tab('client').hints$.subscribe(hint);
      tab('other').announce();
      expect(hint).not.toHaveBeenCalled();
    });

    it('is open only while somebody listens (R45)', () => {
      const { hub, tab } = setUp();
      const { hints$, announce } = tab();
      const counts = [hub.open.size];
      const listening = hints$.subscribe();
      counts.push(hub.open.size);
      announce();
      counts.push(hub.open.size);
      listening.unsubscribe();
      counts.push(hub.open.size);
      expect(counts).toEqual([0, 1, 1, 0]);
    });

    it('tells the others when it listens no more: of tokens that came after destroy() (R20)', () => {
      const { hub, tab } = setUp();
      const { hints$, announce } = tab();
      hints$.subscribe().unsubscribe();
      const hint = jest.fn();
      const listening = tab().hints$.subscribe(hint);
      announce();
      listening.unsubscribe();
      expect([hint.mock.calls.length, hub.open.size]).toEqual([1, 0]);
    });

    it('does not keep a process alive (R45)', () => {
      const { hub, tab } = setUp();
      tab().hints$.subscribe().unsubscribe();
      expect(hub.unref).toHaveBeenCalledTimes(1);
    });

    it('tells them what has ended, so that a late write of theirs does not hide it (R19)', () => {
      const { tab } = setUp();
      const hint = jest.fn();
      tab().hints$.subscribe(hint);
      tab().announce({ endedEpoch: 'e1', epoch: 'e2' });
      tab().announce({ endedEpoch: 'e2', epoch: undefined });
      expect(hint.mock.calls).toEqual([
        [{ endedEpoch: 'e1', epoch: 'e2' }],
        [{ endedEpoch: 'e2', epoch: undefined }],
      ]);
    });

    it.each([undefined, null, 7, '', 'signedIn', { type: 'signedIn' }, ['sessionChanged'], 'sessionChanged'])(
      'passes over a message of %p (R27)',
      (message) => {
        const { hub, tab } = setUp();
        const hint = jest.fn();
        tab().hints$.subscribe(hint);
        new hub.BroadcastChannel('client').postMessage(message);
        expect(hint).not.toHaveBeenCalled();
      },
    );

    it.each([
      ['nothing', {}],
      ['no text', { endedEpoch: 7, epoch: 'e2' }],
      ['null', { endedEpoch: null }],
    ])('takes a message whose ended epoch is %s for a hint alone (R27)', (_what, fields) => {
      const { hub, tab } = setUp();
      const hint = jest.fn();
      tab().hints$.subscribe(hint);
      new hub.BroadcastChannel('client').postMessage({ type: 'sessionChanged', ...fields });
      expect(hint.mock.calls).toStrictEqual([[undefined]]);
    });
  });

  describe('over storage events', () => {
    const hintsOf = (key: string | null): number => {
      const hint = jest.fn();
      const subscription = createWebTabChannel('client', { storageKey }).hints$.subscribe(hint);
      window.dispatchEvent(storageEvent(key));
      subscription.unsubscribe();
      return hint.mock.calls.length;
    };

    it('hears a change of the key', () => {
      expect(hintsOf(storageKey)).toBe(1);
    });

    it('hears that everything was cleared (R28)', () => {
      expect(hintsOf(null)).toBe(1);
    });

    it('passes over other keys', () => {
      expect(hintsOf('theme')).toBe(0);
    });

    it('passes over an event that is none of the browser (R27)', () => {
      const hint = jest.fn();
      const subscription = createWebTabChannel('client', { storageKey }).hints$.subscribe(hint);
      window.dispatchEvent(new Event('storage'));
      subscription.unsubscribe();
      expect(hint).not.toHaveBeenCalled();
    });

    it('listens only while somebody subscribes (R45)', () => {
      const added = jest.spyOn(window, 'addEventListener');
      const removed = jest.spyOn(window, 'removeEventListener');
      const { hints$ } = createWebTabChannel('client', { storageKey });
      const before = added.mock.calls.length;
      hints$.subscribe().unsubscribe();
      expect([before, added.mock.calls.length, removed.mock.calls.length]).toEqual([0, 1, 1]);
      jest.restoreAllMocks();
    });
  });

  describe('where the platform refuses (R25)', () => {
    const refuse = (): never => {
      throw new DOMException('No.', 'InvalidStateError');
    };

    it.each<[string, WebScope]>([
      ['there is no BroadcastChannel', { crypto }],
      ['none can be opened', { crypto, BroadcastChannel: refuse as never }],
      [
        'a message cannot be posted',
        {
          crypto,
          BroadcastChannel: class {
            readonly postMessage = refuse;
            readonly close = refuse;
          } as never,
        },
      ],
    ])('announces into the void, and throws nothing, where %s', (_what, scope) => {
      const { announce } = createWebTabChannel('client', { storageKey, scope });
      expect(announce).not.toThrow();
    });

    it('closes a channel that was opened for one message which could not be posted', () => {
      const close = jest.fn();
      const BroadcastChannel = class {
        readonly postMessage = refuse;
        readonly close = close;
      } as never;
      createWebTabChannel('client', { storageKey, scope: { crypto, BroadcastChannel } }).announce();
      expect(close).toHaveBeenCalledTimes(1);
    });

    it('listens to nothing any more where a channel cannot be closed, and throws nothing (R45)', () => {
      const removeEventListener = jest.fn();
      const scope: WebScope = {
        crypto,
        addEventListener: jest.fn(),
        removeEventListener,
        BroadcastChannel: class {
          readonly close = refuse;
        } as never,
      };
      const listening = createWebTabChannel('client', { storageKey, scope }).hints$.subscribe();
      expect(() => {
        listening.unsubscribe();
      }).not.toThrow();
      expect(removeEventListener.mock.calls).toEqual([['storage', expect.any(Function)]]);
    });

    it('never completes where nothing can be heard', () => {
      const completed = jest.fn();
      const { hints$ } = createWebTabChannel('client', { storageKey, scope: { crypto } });
      const subscription = hints$.subscribe({ complete: completed });
      expect(completed).not.toHaveBeenCalled();
      subscription.unsubscribe();
    });
  });
});
