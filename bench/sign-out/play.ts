import { play } from './scenarios';

// One run: `tsx play.ts <scenario> <contestant>` prints its outcome as JSON.
const [scenario = '', contestant = ''] = process.argv.slice(2);
const outcome = await play(scenario, contestant);
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => {
  process.exit();
});
