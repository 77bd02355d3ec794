import * as fc from 'fast-check';
import { Fuzzer } from './fuzz/fuzzer';
import { anyRecipe } from './fuzz/recipes';

describe('a user pool, asked anything', () => {
  it('answers every request, and none by a defect of its own (#17)', async () => {
    const ask = async (recipes: readonly Parameters<Fuzzer['send']>[0][]) => {
      const fuzzer = new Fuzzer();
      for (const recipe of recipes) await fuzzer.send(recipe);
    };
    await fc.assert(fc.asyncProperty(fc.array(anyRecipe, { minLength: 1, maxLength: 40 }), ask), {
      numRuns: 15,
      interruptAfterTimeLimit: 5_000,
    });
  });

  it('is reached by the requests: some of them sign in, and go on from there (#17)', async () => {
    const fuzzer = new Fuzzer();
    for (const recipe of fc.sample(anyRecipe, { numRuns: 500, seed: 1 })) await fuzzer.send(recipe);

    expect([...fuzzer.succeeded]).toEqual(expect.arrayContaining(['InitiateAuth', 'AdminInitiateAuth']));
    expect(fuzzer.succeeded.size).toBeGreaterThan(10);
    expect(fuzzer.statuses.get(200) ?? 0).toBeGreaterThan(20);
  });
});
