import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';

describe('createMemoryStorage', () => {
  it('keeps, replaces and removes', () => {
    const storage = createMemoryStorage();
    const seen = [storage.getItem('key')];
    storage.setItem('key', 'a');
    storage.setItem('key', 'b');
    seen.push(storage.getItem('key'));
    storage.removeItem('key');
    seen.push(storage.getItem('key'));
    expect(seen).toEqual([null, 'b', null]);
  });

  it.each(['__proto__', 'constructor'])('holds nothing under %s before it is set', (key) => {
    expect(createMemoryStorage().getItem(key)).toBeNull();
  });
});
