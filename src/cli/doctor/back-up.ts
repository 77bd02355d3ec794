import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpdateUserPoolClientCommandInput } from '@aws-sdk/client-cognito-identity-provider';

/**
 * Writes the settings of a client as the update that restores them, for its owner's eyes only.
 *
 * @returns The path of the file, which was not there before.
 */
export async function writeBackUp(
  folder: string,
  settings: UpdateUserPoolClientCommandInput,
  now: Date,
): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[-:.]/g, '');
  const path = join(folder, `rx-cognito-${String(settings.ClientId)}-${stamp}.json`);
  await writeFile(path, `${JSON.stringify(settings, undefined, 2)}\n`, { flag: 'wx', mode: 0o600 });
  return path;
}

/** Removes a back-up of settings that were not changed after all. */
export async function removeBackUp(path: string): Promise<void> {
  await rm(path, { force: true });
}
