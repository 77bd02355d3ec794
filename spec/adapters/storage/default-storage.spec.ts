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
    expect(defaultStorage({ window, localStorage })).toBe(localStorage);
    expect([...written]).toEqual([]);
  });

  it.each([
    ['there is none', { window }],
    ['it takes nothing', { window, localStorage: storageThat({ setItem: refuse }) }],
    ['access to it throws', Object.defineProperty({ window }, 'localStorage', { get: refuse })],
    ['there is no page: a server would share it', { localStorage: storageThat({}) }],
  ])('is memory where %s (R46)', (_what, scope) => {
    const storage = defaultStorage(scope);
    storage.setItem('key', 'value');
    expect(storage.getItem('key')).toBe('value');
    expect(storage).not.toBe(Object.getOwnPropertyDescriptor(scope, 'localStorage')?.value);
  });

  it('is a storage of its own each time (R46)', () => {
    defaultStorage({}).setItem('key', 'value');
    expect(defaultStorage({}).getItem('key')).toBeNull();
  });
});
