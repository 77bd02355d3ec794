import { createPlatformSrp } from '../../src/adapters/srp/platform-srp';
import type { Contestant } from './contestant';
import { contestants, ofSrp } from './contestants';
import { sample, sampleInterleaved } from './measure';
import { createBareExchange } from './openssl';

// Run in a process of its own: `warm <rounds>`, `cold <name>` or `names`; prints JSON.

const exchange = createBareExchange();
const bare: Contestant = {
  name: 'OpenSSL, the three exponentiations alone',
  signIn: () => {
    exchange.exponentiate();
    return Promise.resolve(exchange.proof());
  },
};
const all: readonly Contestant[] = [...contestants, ofSrp('rx-cognito, OpenSSL', createPlatformSrp()), bare];

async function run(mode: string | undefined, argument = ''): Promise<unknown> {
  if (mode === 'names') return all.map(({ name }) => name);
  if (mode === 'warm') return sampleInterleaved(all, Number(argument));
  return Promise.all(all.filter(({ name }) => name === argument).map(sample));
}

void run(process.argv[2], process.argv[3]).then((result) => process.stdout.write(JSON.stringify(result)));
