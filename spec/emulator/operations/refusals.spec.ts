import type { CognitoErrorType, OperationName } from '../../../src/emulator';
import { verdict } from '../ask';
import { createTestPool } from '../fixture';
import { MODELLED_ERRORS } from '../service-model';
import { SCENARIOS } from './refusals';

const operations = Object.entries(MODELLED_ERRORS) as [OperationName, readonly string[]][];

describe.each(operations)('%s', (operation, modelled) => {
  const scenarios = Object.entries(SCENARIOS[operation]);
  const plannedOnly = modelled.filter((name) => !(name in SCENARIOS[operation]));

  it.each(scenarios)('refuses with %s by itself', async (name, scenario) => {
    expect(await scenario()).toBe(`${name}Exception`);
  });

  it.each(plannedOnly)('refuses with %s when a fault says so', async (name) => {
    const pool = createTestPool();
    pool.faults.on(operation, { error: `${name}Exception` as CognitoErrorType });

    expect(await verdict(pool, operation, {})).toBe(`${name}Exception`);
  });

  it('refuses by itself only as the service model lists it', () => {
    expect(scenarios.map(([name]) => name).filter((name) => !modelled.includes(name))).toEqual([]);
  });
});
