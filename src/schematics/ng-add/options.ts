import { SchematicsException } from '@angular-devkit/schematics';
import type { Tree } from '@angular-devkit/schematics';

/** The options of `ng add rx-cognito`, as its schema has them. */
export interface NgAddOptions {
  readonly project?: string;
  readonly userPoolId?: string;
  readonly userPoolClientId?: string;
  readonly api?: string;
  readonly signInPage?: boolean;
  readonly emulator?: boolean;
}

/** The app client that an application signs in at. */
export interface AppClient {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** Whether users of Amplify may be signed in at it: `amplify_outputs.json` names the same client. */
  readonly isAmplifys: boolean;
}

const OUTPUTS = '/amplify_outputs.json';
const POOL_ID = /^[\w-]+_[0-9a-zA-Z]+$/;
const CLIENT_ID = /^[\w+]+$/;

interface AmplifyOutputs {
  readonly auth?: { readonly user_pool_id?: string; readonly user_pool_client_id?: string };
}

function outputsOf(tree: Tree): NonNullable<AmplifyOutputs['auth']> {
  if (!tree.exists(OUTPUTS)) return {};
  return (tree.readJson(OUTPUTS) as AmplifyOutputs | null)?.auth ?? {};
}

/**
 * Returns the ids that were given, else those of `amplify_outputs.json`.
 *
 * @throws SchematicsException where there are none, or they are none
 */
export function appClientOf(tree: Tree, { userPoolId, userPoolClientId }: NgAddOptions): AppClient {
  const outputs = outputsOf(tree);
  const client = {
    userPoolId: (userPoolId ?? '').trim() || (outputs.user_pool_id ?? ''),
    userPoolClientId: (userPoolClientId ?? '').trim() || (outputs.user_pool_client_id ?? ''),
  };
  const isAmplifys = client.userPoolClientId === outputs.user_pool_client_id;
  if (!POOL_ID.test(client.userPoolId)) {
    throw new SchematicsException(
      'There is no user pool id: pass --user-pool-id eu-west-1_a1B2c3D4e, or put amplify_outputs.json into the workspace.',
    );
  }
  if (!CLIENT_ID.test(client.userPoolClientId)) {
    throw new SchematicsException(
      'There is no app client id: pass --user-pool-client-id, or put amplify_outputs.json into the workspace.',
    );
  }
  return { ...client, isAmplifys };
}

/**
 * Returns the origin of the API, `undefined` where there is none.
 *
 * @throws SchematicsException for anything that is no origin
 */
export function apiOf({ api = '' }: NgAddOptions): string | undefined {
  if (api.trim() === '') return undefined;
  try {
    const { origin, protocol } = new URL(api.trim());
    if (/^https?:$/.test(protocol)) return origin;
  } catch {
    // Told below, with every other text that is no origin.
  }
  throw new SchematicsException(`${api} is no origin: pass --api https://api.example.com, or nothing.`);
}
