import { defaultStorage } from '../../../src/adapters/storage/default-storage';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';

const window = {};
const storageThat = (methods: Partial<Storage>): Storage =>
  ({ ...createMemoryStorage(), ...methods }) as unknown as Storage;
const refuse = (): never => {
  throw new DOMException('No.', 'SecurityError');
};

describe('defaultStorage', () => {
  it('is localStorage where that works, and leaves nothing in it', () => {
    const written = new Map<string, string>();
    const localStorage = storageThat({
      setItem: (key, value) => void written.set(key, value),
      removeItem: (key) => void written.delete(key),
    });
    expect(defaultStorage('entry', { window, localStorage })).toBe(localStorage);
    expect([...written]).toEqual([]);
  });

  it('is localStorage with the entry in it, which is neither tried nor left behind for a memory (#16)', () => {
    const localStorage = storageThat({ setItem: refuse });
    localStorage.getItem = (key) => (key === 'entry' ? 'stored' : null);
    expect(defaultStorage('entry', { window, localStorage })).toBe(localStorage);
    expect(defaultStorage('another entry', { window, localStorage })).not.toBe(localStorage);
  });

  it.each([
    ['there is none', { window }],
    ['it takes nothing', { window, localStorage: storageThat({ setItem: refuse }) }],
    ['access to it throws', Object.defineProperty({ window }, 'localStorage', { get: refuse })],
    ['there is no page: a server would share it', { localStorage: storageThat({}) }],
  ])('is memory where %s (R46)', (_what, scope) => {
    const storage = defaultStorage('entry', scope);
    storage.setItem('key', 'value');
    expect(storage.getItem('key')).toBe('value');
    expect(storage).not.toBe(Object.getOwnPropertyDescriptor(scope, 'localStorage')?.value);
  });

  it('is a storage of its own each time (R46)', () => {
    defaultStorage('entry', {}).setItem('key', 'value');
    expect(defaultStorage('entry', {}).getItem('key')).toBeNull();
  });
});
