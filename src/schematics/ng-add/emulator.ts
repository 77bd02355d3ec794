import type { Rule } from '@angular-devkit/schematics';
import type { AppClient } from './options';

const PORT = 9229;

/** Where the emulator listens while an application is developed. */
export const EMULATOR_ENDPOINT = `http://127.0.0.1:${String(PORT)}`;

const CONFIG = '/emulator.json';
const MANIFEST = '/package.json';

const SCRIPT = `rx-cognito emulator --config emulator.json --port ${String(PORT)}`;

const toJson = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Adds the script that starts the emulator, and the pool that it plays: the same ids, and alice in it. */
export const addEmulator =
  ({ userPoolId, userPoolClientId }: AppClient): Rule =>
  (tree, { logger }) => {
    const manifest = tree.readJson(MANIFEST) as { readonly scripts?: Readonly<Record<string, string>> };
    const { emulator = SCRIPT } = manifest.scripts ?? {};
    const isOurs = emulator === SCRIPT;
    const command = isOurs ? 'npm run emulator' : `npx ${SCRIPT}`;
    if (isOurs) {
      tree.overwrite(MANIFEST, toJson({ ...manifest, scripts: { ...manifest.scripts, emulator } }));
    } else {
      logger.warn('package.json has a script emulator, which was left as it is.');
    }
    if (tree.exists(CONFIG)) {
      logger.warn(
        `emulator.json is there already, and was left as it is: it needs the user pool ${userPoolId} and a client ${userPoolClientId}. ` +
          `Beside ng serve, start it: ${command}`,
      );
      return;
    }
    tree.create(
      CONFIG,
      toJson({
        $schema: './node_modules/rx-cognito/bin/emulator.schema.json',
        userPoolId,
        users: [{ username: 'alice', password: 'Passw0rd!', attributes: { email: 'alice@example.com' } }],
        clients: [{ clientId: userPoolClientId }],
      }),
    );
    logger.info(`Beside ng serve, start the user pool: ${command}. Sign in as alice with Passw0rd!`);
  };
