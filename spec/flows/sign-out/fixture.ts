import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import type { RunHelpers } from 'rxjs/testing';
import { createKeyValueSessionStore } from '../../../src/adapters/storage/key-value-session-store';
import { writableSessionStore } from '../../../src/adapters/storage/writable-session-store';
import type { LazyUserPool } from '../../../src/flows/load-user-pool';
import type { SessionCleanup } from '../../../src/ports/session-cleanup';
import { adoptSession$ } from '../../../src/flows/session/adopt-session';
import type { AdoptSession } from '../../../src/flows/session/restore';
import { createAttempts } from '../../../src/flows/sign-in/attempt';
import { createSignIn } from '../../../src/flows/sign-in/sign-in';
import type { SignIn } from '../../../src/flows/sign-in/sign-in';
import type { SignOutResult } from '../../../src/flows/sign-out/result';
import { createSignOut } from '../../../src/flows/sign-out/sign-out';
import type { SignOutOptions } from '../../../src/flows/sign-out/asked';
import type { Session } from '../../../src/model/session';
import type { HostedUi } from '../../../src/ports/hosted-ui';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import type { SessionAdoption } from '../../../src/ports/session-adoption';
import type { FakeContext } from '../../fakes/fake-context';
import { fakeSession } from '../../fakes/fake-tokens';
import { marbles } from '../../fakes/marbles';
import { userPoolOf } from '../../fakes/parts';
import type { LoadOptions } from '../../fakes/parts';
import { restore } from '../../fakes/restore';

/** A sign-out over fakes of the ports, with the real flows beside it. */
export interface SignOutStage extends FakeContext {
  readonly userPool: LazyUserPool;
  readonly signIn: SignIn;
  signOut$(options?: SignOutOptions): Observable<SignOutResult>;
  /** Asks for a sign-out at a frame, and keeps what comes of it. */
  signOutAt(frame: number, options?: SignOutOptions): Asked;
}

/** What became of a sign-out that was asked for. */
export interface Asked {
  readonly result: SignOutResult | undefined;
  readonly error: unknown;
  /** The frame of the result, or of the error. */
  readonly at: number | undefined;
}

/** What of a stage is chosen before it is set up. */
export interface StageOptions extends LoadOptions {
  /** The session to start with; `null` for none, `undefined` for a usual one. */
  readonly session?: Session | null;
  /** How long the storage takes for each operation, frames. */
  readonly storageDelayMs?: number;
  readonly cleanups?: readonly SessionCleanup[];
  readonly remoteTimeoutMs?: number;
  /** The state stays `restoring` until the storage has answered. */
  readonly isRestoring?: boolean;
  /** A real store over a storage, which is read at the start, in place of the fake one. */
  readonly storage?: KeyValueStorage;
  /** Managed login. */
  readonly hostedUi?: HostedUi;
  /** What another library left in that storage, to be taken over by code that comes with the user pool. */
  readonly adopt?: SessionAdoption;
}

const setUp = (context: FakeContext, { session = fakeSession(), ...options }: StageOptions): void => {
  if (options.storage) return;
  if (options.isRestoring) {
    context.store.stored = { epoch: 'epoch-1', session: session ?? undefined };
    context.store.delayMs = options.storageDelayMs ?? 0;
    return;
  }
  if (session) context.signedInWith(session);
  else context.signedOut();
  context.store.delayMs = options.storageDelayMs ?? 0;
};

/** Runs a marble spec on a stage; returns the stage, to look at how it all ended. */
export function onStage(
  test: (stage: SignOutStage, helpers: RunHelpers) => void,
  options: StageOptions = {},
): SignOutStage {
  const stages: SignOutStage[] = [];
  const { cleanups = [], remoteTimeoutMs = 3_000 } = options;
  marbles(
    (context, helpers) => {
      setUp(context, options);
      const { scheduler, identity } = context;
      const { storage } = options;
      const real = storage && {
        store: writableSessionStore(createKeyValueSessionStore({ storage, identity, scheduler })),
      };
      const adoptable = storage && options.adopt?.({ storage, identity, scheduler });
      const overStore = { ...context, ...real, adoptable };
      const userPool = userPoolOf(overStore, options);
      const signIn = createSignIn(overStore, createAttempts(overStore), userPool.inTime$);
      const loadAdoption$ = userPool.load$.pipe(
        map(
          (pool): AdoptSession =>
            (...left) =>
              adoptSession$(pool.context, ...left),
        ),
      );
      const restoration =
        options.isRestoring || storage
          ? restore(overStore, { loadAdoption$ })
          : { stored$: context.store.read$(), claim: () => undefined };
      const signOut$ = createSignOut(overStore, userPool, restoration, options.hostedUi);
      const now = (): number => context.scheduler.now() - startedAt;
      const startedAt = context.scheduler.now();
      const signOutAt = (frame: number, asked?: SignOutOptions): Asked => {
        const outcome: { -readonly [Name in keyof Asked]: Asked[Name] } = {
          result: undefined,
          error: undefined,
          at: undefined,
        };
        context.at(frame, () => {
          signOut$(asked).subscribe({
            next: (result) => Object.assign(outcome, { result, at: now() }),
            error: (error: unknown) => Object.assign(outcome, { error, at: now() }),
          });
        });
        return outcome;
      };
      const stage = { ...context, adoptable, userPool, signIn, signOut$, signOutAt };
      stages.push(stage);
      test(stage, helpers);
    },
    { cleanups, remoteTimeoutMs },
  );
  const [stage] = stages;
  if (!stage) throw new Error('The spec did not run.');
  return stage;
}

/** What was asked of the user pool: operation and frame. */
export const requestsOf = ({ api }: Pick<FakeContext, 'api'>): readonly string[] =>
  api.calls.map(({ operation, sentAt }) => `${sentAt} ${operation}`);

/** The statuses of the states, with what tells them apart. */
export const pathOf = ({ states }: Pick<FakeContext, 'states'>): readonly string[] =>
  states.map((state) => {
    if (state.status === 'signingOut') return `signingOut ${state.scope} ${state.step}`;
    return state.status === 'signedOut' ? `signedOut ${state.reason}` : state.status;
  });
