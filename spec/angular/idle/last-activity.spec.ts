/** @jest-environment jsdom */
import { createLastActivity } from '../../../src/angular/idle/last-activity';

const KEY = 'rx-cognito.client.lastActivityAt';

describe('createLastActivity', () => {
  beforeEach(() => localStorage.clear());

  it('is shared through the storage', () => {
    createLastActivity(KEY, window).mark(1_000);
    expect(createLastActivity(KEY, window).at()).toBe(1_000);
  });

  it.each(['', 'yesterday', '-5', 'Infinity', '{}'])('takes a stored %j for nothing', (text) => {
    localStorage.setItem(KEY, text);
    expect(createLastActivity(KEY, window).at()).toBeUndefined();
  });

  it('tells of marks in other tabs, and of no other key', () => {
    const heard: unknown[] = [];
    createLastActivity(KEY, window).changes$.subscribe((change) => heard.push(change));
    window.dispatchEvent(new StorageEvent('storage', { key: 'theme' }));
    window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
    expect(heard).toHaveLength(1);
  });

  it.each([
    ['no window', null],
    [
      'a storage that is forbidden',
      {
        get localStorage(): Storage {
          throw new Error('SecurityError');
        },
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
      } as unknown as Window,
    ],
  ])('counts for this tab alone with %s', (_what, page) => {
    const lastActivity = createLastActivity(KEY, page);
    lastActivity.mark(1_000);
    expect(lastActivity.at()).toBe(1_000);
  });
});
