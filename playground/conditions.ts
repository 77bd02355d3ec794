import type { OperationName, PlannedFault } from 'rx-cognito/emulator';
import type { Network } from './network';
import type { PlaygroundPool } from './pool';
import type { WatchedStorage } from './watched-storage';

/** What goes wrong. */
export type ConditionId = 'none' | 'lateRefresh' | 'hangs' | 'error500' | 'offline' | 'storage';

/** What a condition works on. */
interface Surroundings {
  readonly pool: PlaygroundPool;
  readonly network: Network;
  readonly storages: readonly WatchedStorage[];
}

/** A way for the world to be. */
export interface Condition {
  readonly name: string;
  readonly words: string;
  /** Makes it so; the returned function makes it undone. */
  readonly begin: (surroundings: Surroundings) => () => void;
}

/** Every operation that a client of the page may ask for. */
const OPERATIONS: readonly OperationName[] = [
  'InitiateAuth',
  'RespondToAuthChallenge',
  'GetTokensFromRefreshToken',
  'RevokeToken',
  'GlobalSignOut',
  'GetUser',
  'SignUp',
  'ConfirmSignUp',
  'AssociateSoftwareToken',
  'VerifySoftwareToken',
  'SetUserMFAPreference',
];

const undo = (planned: readonly PlannedFault[]) => (): void => {
  for (const fault of planned) {
    fault.cancel();
    fault.release();
  }
};

/** What can be made to go wrong, by name. */
export const CONDITIONS: Readonly<Record<ConditionId, Condition>> = {
  none: {
    name: 'Nothing',
    words: 'Each request is answered at once.',
    begin: () => () => undefined,
  },
  lateRefresh: {
    name: 'Late refresh',
    words:
      'A refresh is under way when the sign-out begins; its tokens come when the client has let go of its session.',
    // It belongs to the moment of a sign-out: see `holdRefresh`.
    begin: () => () => undefined,
  },
  hangs: {
    name: 'Server hangs',
    words: 'Requests arrive, and no answer ever comes.',
    begin: ({ pool }) =>
      undo(OPERATIONS.map((operation) => pool.faults.on(operation, { call: 'every', hang: true }))),
  },
  error500: {
    name: 'Server answers 500',
    words: 'Each request is answered by InternalErrorException.',
    begin: ({ pool }) =>
      undo(
        OPERATIONS.map((operation) =>
          pool.faults.on(operation, { call: 'every', error: 'InternalErrorException' }),
        ),
      ),
  },
  offline: {
    name: 'Offline',
    words: 'No request leaves the device, and the browser says so.',
    begin: ({ network }) => {
      network.setDown(true);
      return () => {
        network.setDown(false);
      };
    },
  },
  storage: {
    name: 'Storage refuses',
    words: 'The storage throws at whoever removes an entry.',
    begin: ({ storages }) => {
      for (const storage of storages) storage.setRefusing(true);
      return () => {
        for (const storage of storages) storage.setRefusing(false);
      };
    },
  },
};

/** The names of all conditions. */
export const CONDITION_IDS = Object.keys(CONDITIONS) as readonly ConditionId[];

/** Begins a refresh, and waits until its answer is held, or there will be none; the returned function lets it go. */
export async function holdRefresh(
  pool: PlaygroundPool,
  refresh: () => Promise<unknown>,
): Promise<() => void> {
  const held = (['GetTokensFromRefreshToken', 'InitiateAuth'] as const).map((operation) =>
    pool.faults.on(operation, { hang: 'afterEffect' }),
  );
  const settled = refresh().catch(() => undefined);
  await Promise.race([settled, ...held.map(({ reached }) => reached)]);
  // Whichever of the two it was not, or both.
  for (const fault of held) fault.cancel();
  return () => {
    for (const fault of held) fault.release();
  };
}
