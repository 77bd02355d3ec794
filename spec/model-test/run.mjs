import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

// Jest knows no options of its specs: they are handed over as variables.
const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const given = Object.entries(values).map(([name, value]) => [`MODEL_${name.toUpperCase()}`, value]);
const { status } = spawnSync('npx', ['jest', '--selectProjects', 'model-test'], {
  stdio: 'inherit',
  env: { ...process.env, ...Object.fromEntries(given) },
});
process.exitCode = status ?? 1;
