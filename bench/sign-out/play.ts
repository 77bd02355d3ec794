import { QUIET } from './quiet';
import { play } from './scenarios';

// One run: `node sign-out.mjs <scenario> <contestant>` prints its outcome as JSON, and before that when it just waits.
const [scenario = '', contestant = ''] = process.argv.slice(2);
const outcome = await play(scenario, contestant, () => process.stdout.write(`${QUIET}\n`));
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => {
  process.exit();
});
