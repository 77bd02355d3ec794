import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, runNode } from './run';

/** Packs the emulator alone and installs it into a new folder, as an application does. */
export function installEmulator(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rx-cognito-alone-'));
  const packed = runNode([join(repository, '.ci/pack-emulator.mjs'), folder], repository);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--save-dev', '--offline', '--no-audit', '--no-fund', packed.stdout.trim()],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(packed.stderr + stderr);
  return folder;
}
