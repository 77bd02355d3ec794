/* @jest-environment jsdom */
import { asyncScheduler, VirtualTimeScheduler } from 'rxjs';
import { createWebEnvironment } from '../../../src/adapters/web/web-environment';
import type { WebScope } from '../../../src/adapters/web/web-scope';

const crypto = { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) };

/** A process: neither window nor document. */
const process: WebScope = { crypto };

const setVisibility = (state: DocumentVisibilityState): void => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
};
const pageshow = (persisted: boolean): Event => Object.assign(new Event('pageshow'), { persisted });

/** A platform that throws whatever it is asked for. */
const forbidding = (): WebScope => {
  const forbid = (): never => {
    throw new DOMException('Not here.', 'SecurityError');
  };
  const getters = ['document', 'navigator', 'crypto'].map((name) => [name, { get: forbid }]);
  return Object.defineProperties(
    { addEventListener: forbid, removeEventListener: forbid },
    Object.fromEntries(getters) as PropertyDescriptorMap,
  );
};

describe('createWebEnvironment', () => {
  it('gets along where the platform throws at what it is asked for (#12)', () => {
    const environment = createWebEnvironment({ scope: forbidding() });
    const { isOnline, isVisible, randomId, userAgent } = environment;
    expect([isOnline(), isVisible(), userAgent()]).toEqual([true, false, 'rx-cognito']);
    expect(randomId()).toMatch(/^[\da-f]{32}$/);
    const failed = jest.fn();
    environment.resumed$.subscribe({ error: failed, complete: failed }).unsubscribe();
    expect(failed).not.toHaveBeenCalled();
  });

  it.each([
    ['a getter', (value: () => unknown) => Object.defineProperty({}, 'onLine', { get: value })],
    ['an agent', (value: () => unknown) => Object.defineProperty({}, 'userAgent', { get: value })],
  ])('gets along with %s of the navigator that throws (#12)', (_what, navigatorOf) => {
    const navigator = navigatorOf(() => {
      throw new Error('Not here.');
    });
    const { isOnline, userAgent } = createWebEnvironment({ scope: { navigator } });
    expect([isOnline(), userAgent()]).toEqual([true, 'rx-cognito']);
  });

  beforeEach(() => {
    setVisibility('visible');
  });

  describe('isOnline', () => {
    it.each([
      [true, { crypto, navigator: { onLine: true } }],
      [false, { crypto, navigator: { onLine: false } }],
      [true, { crypto, navigator: {} }],
      [true, process],
    ])('is %p for %#: false only where the platform is sure', (expected, scope) => {
      expect(createWebEnvironment({ scope }).isOnline()).toBe(expected);
    });
  });

  describe('uptimeMs', () => {
    const performance = { now: () => 7 };

    it.each([
      ['the steady clock of the platform', { crypto, performance }, asyncScheduler, 7],
      [
        'that of the scheduler where it is the caller’s',
        { crypto, performance },
        new VirtualTimeScheduler(),
        0,
      ],
      ['that of the scheduler where the platform has none', process, new VirtualTimeScheduler(), 0],
    ])('goes by %s', (_what, scope, scheduler, expected) => {
      expect(createWebEnvironment({ scope, scheduler }).uptimeMs()).toBe(expected);
    });

    it('goes on as it was where somebody sets the time of day (R32, #12)', () => {
      const environment = createWebEnvironment();
      const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
      const before = environment.uptimeMs();
      clock.mockReturnValue(3_600_000);
      expect(environment.uptimeMs() - before).toBeLessThan(3_600_000);
      clock.mockRestore();
    });
  });

  describe('isVisible', () => {
    it('follows the document', () => {
      const environment = createWebEnvironment();
      const seen = [environment.isVisible()];
      setVisibility('hidden');
      expect([...seen, environment.isVisible()]).toEqual([true, false]);
    });

    it('is false where there is no page', () => {
      expect(createWebEnvironment({ scope: process }).isVisible()).toBe(false);
    });
  });

  describe('resumed$', () => {
    it.each([
      ['online', window, new Event('online')],
      ['focus', window, new Event('focus')],
      ['pageshow from the back/forward cache', window, pageshow(true)],
      ['visibilitychange', document, new Event('visibilitychange')],
      ['resume', document, new Event('resume')],
    ])('fires on %s (R23)', (_name, target, event) => {
      const resumed = jest.fn();
      const subscription = createWebEnvironment().resumed$.subscribe(resumed);
      target.dispatchEvent(event);
      subscription.unsubscribe();
      expect(resumed.mock.calls).toStrictEqual([[undefined]]);
    });

    it('does not fire on a fresh load, nor when the page is hidden', () => {
      const resumed = jest.fn();
      const subscription = createWebEnvironment().resumed$.subscribe(resumed);
      window.dispatchEvent(pageshow(false));
      setVisibility('hidden');
      document.dispatchEvent(new Event('visibilitychange'));
      subscription.unsubscribe();
      expect(resumed).not.toHaveBeenCalled();
    });

    it('listens only while somebody subscribes (R45)', () => {
      const targets = [window, document].map((target) => ({
        added: jest.spyOn(target, 'addEventListener'),
        removed: jest.spyOn(target, 'removeEventListener'),
      }));
      const { resumed$ } = createWebEnvironment();
      const before = targets.map(({ added }) => added.mock.calls.length);
      resumed$.subscribe().unsubscribe();
      const names = (calls: readonly unknown[][]) => calls.map(([name, listener]) => [name, listener]);
      expect(before).toEqual([0, 0]);
      for (const { added, removed } of targets) {
        expect(added.mock.calls.length).toBeGreaterThan(0);
        expect(names(removed.mock.calls)).toEqual(names(added.mock.calls));
      }
      jest.restoreAllMocks();
    });

    it('neither fires nor completes where there is no page', () => {
      const notified = jest.fn();
      const { resumed$ } = createWebEnvironment({ scope: process });
      const subscription = resumed$.subscribe({ next: notified, complete: notified });
      expect([notified.mock.calls.length, subscription.closed]).toEqual([0, false]);
      subscription.unsubscribe();
    });
  });

  describe('idle$', () => {
    it('asks the browser, once somebody subscribes', () => {
      const requestIdleCallback = jest.fn((_callback: () => void) => 7);
      const { idle$ } = createWebEnvironment({ scope: { crypto, requestIdleCallback } });
      const askedBefore = requestIdleCallback.mock.calls.length;
      const seen: string[] = [];
      idle$.subscribe({ next: () => seen.push('idle'), complete: () => seen.push('done') });
      requestIdleCallback.mock.calls[0]?.[0]();
      expect([askedBefore, seen]).toEqual([0, ['idle', 'done']]);
    });

    it('withdraws when unsubscribed (R45)', () => {
      const cancelIdleCallback = jest.fn();
      const scope = { crypto, requestIdleCallback: () => 7, cancelIdleCallback };
      createWebEnvironment({ scope }).idle$.subscribe().unsubscribe();
      expect(cancelIdleCallback.mock.calls).toEqual([[7]]);
    });

    it('fires after the present work where the platform knows no idleness', () => {
      const scheduler = new VirtualTimeScheduler();
      const { idle$ } = createWebEnvironment({ scope: process, scheduler });
      const scheduledBefore = scheduler.actions.length;
      const seen: string[] = [];
      idle$.subscribe({ next: () => seen.push('idle'), complete: () => seen.push('done') });
      seen.push('present work');
      scheduler.flush();
      expect([scheduledBefore, seen]).toEqual([0, ['present work', 'idle', 'done']]);
    });
  });

  describe('randomId', () => {
    it('writes 128 bits as hex, each byte with two digits', () => {
      const getRandomValues = <T extends ArrayBufferView | null>(bytes: T): T => {
        (bytes as unknown as Uint8Array).forEach((_byte, index) => {
          (bytes as unknown as Uint8Array)[index] = index * 17;
        });
        return bytes;
      };
      const environment = createWebEnvironment({ scope: { crypto: { getRandomValues } } });
      expect(environment.randomId()).toBe('00112233445566778899aabbccddeeff');
    });

    it.each([{}, { crypto: {} }])(
      'draws one also where the platform has no source of secrets: %p (#12)',
      (scope) => {
        const environment = createWebEnvironment({ scope });
        const [one, other] = [environment.randomId(), environment.randomId()];
        expect(one).toMatch(/^[\da-f]{32}$/);
        expect(one).not.toBe(other);
      },
    );

    it('draws a new one each time', () => {
      const environment = createWebEnvironment();
      expect(environment.randomId()).not.toBe(environment.randomId());
    });
  });

  describe('random', () => {
    it('is a number from 0 up to 1', () => {
      const number = createWebEnvironment().random();
      expect(number >= 0 && number < 1).toBe(true);
    });
  });
});
