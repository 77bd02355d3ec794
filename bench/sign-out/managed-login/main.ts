import { replaceSection } from '../../document';
import { play, SCENARIOS } from './scenarios';
import { openStage, PEERS } from './stage';

const COLUMNS = [
  'fault',
  'client',
  'sessions left at the server',
  'tokens left here',
  'browser',
  'page ends at',
  'told',
];

const row = (cells: readonly unknown[]): string => `| ${cells.map(String).join(' | ')} |`;

const stage = await openStage();
const rows: string[] = [];
try {
  for (const scenario of SCENARIOS) {
    for (const peer of PEERS) {
      const { server, client, cookie, endsAt, told } = await play(stage, scenario, peer);
      rows.push(row([scenario.name, peer, server, client, cookie, endsAt, told]));
      process.stdout.write(`${rows.at(-1)}\n`);
    }
  }
} finally {
  await stage.close();
}
const made = [row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows].join('\n');
await replaceSection('docs/sign-out.md', 'sign-out:managed-login', made);
