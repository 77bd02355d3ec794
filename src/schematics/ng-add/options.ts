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

type Ids = Pick<AppClient, 'userPoolId' | 'userPoolClientId'>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

interface AmplifyOutputs {
  readonly auth?: { readonly user_pool_id?: unknown; readonly user_pool_client_id?: unknown };
}

/** Returns the ids that `amplify_outputs.json` has; `undefined` where it cannot be read. */
function outputsOf(tree: Tree): Ids | undefined {
  if (!tree.exists(OUTPUTS)) return { userPoolId: '', userPoolClientId: '' };
  try {
    const { auth } = (tree.readJson(OUTPUTS) ?? {}) as unknown as AmplifyOutputs;
    return {
      userPoolId: textOf(auth?.user_pool_id),
      userPoolClientId: textOf(auth?.user_pool_client_id),
    };
  } catch {
    return undefined;
  }
}

/** What was given stands alone where it is whole; half of it, only beside the same half of the file. */
function idsOf(given: Ids, outputs: Ids | undefined): Ids {
  if (given.userPoolId !== '' && given.userPoolClientId !== '') return given;
  if (outputs === undefined) {
    throw new SchematicsException(
      'amplify_outputs.json is no JSON: mend it, or pass both --user-pool-id and --user-pool-client-id.',
    );
  }
  const isOfOutputs = (['userPoolId', 'userPoolClientId'] as const).every((id) =>
    ['', outputs[id]].includes(given[id]),
  );
  // Neither is made up of two pools: the half that is missing is told below.
  return isOfOutputs ? outputs : given;
}

/**
 * Returns the ids that were given, else those of `amplify_outputs.json`.
 *
 * @throws SchematicsException where there are none, or they are none
 */
export function appClientOf(tree: Tree, { userPoolId, userPoolClientId }: NgAddOptions): AppClient {
  const outputs = outputsOf(tree);
  const client = idsOf(
    { userPoolId: textOf(userPoolId), userPoolClientId: textOf(userPoolClientId) },
    outputs,
  );
  if (!POOL_ID.test(client.userPoolId)) {
    throw new SchematicsException(
      'There is no user pool id: pass --user-pool-id eu-west-1_a1B2c3D4e, or put amplify_outputs.json into the workspace.',
    );
  }
  if (!CLIENT_ID.test(client.userPoolClientId)) {
    throw new SchematicsException(
      'There is no app client id: pass --user-pool-client-id, or put amplify_outputs.json of that user pool into the workspace.',
    );
  }
  return { ...client, isAmplifys: client.userPoolClientId === outputs?.userPoolClientId };
}

/** The API that gets the access token. */
export interface Api {
  readonly origin: string;
  /** The path below which it is, where it is not the whole origin. */
  readonly path?: string;
}

/**
 * Returns the API, `undefined` where there is none.
 *
 * @throws SchematicsException for anything that is no address of one
 */
export function apiOf({ api = '' }: NgAddOptions): Api | undefined {
  if (api.trim() === '') return undefined;
  try {
    const { origin, protocol, pathname } = new URL(api.trim());
    const path = pathname.replace(/\/$/, '');
    // Both are written into a source, between quotes.
    if (/^https?:$/.test(protocol) && !/['\\]/.test(origin + path)) {
      return path === '' ? { origin } : { origin, path };
    }
  } catch {
    // Told below, with every other text that is no origin.
  }
  throw new SchematicsException(`${api} is no origin: pass --api https://api.example.com, or nothing.`);
}
