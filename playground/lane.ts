import {
  catchError,
  filter,
  firstValueFrom,
  from,
  merge,
  of,
  startWith,
  Subject,
  Subscription,
  switchMap,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { Client, Credentials, Report } from './clients/client';
import { LANES } from './lanes';
import type { LaneFacts, LaneId } from './lanes';
import { shownFailure } from './words';
import type { WatchedStorage } from './watched-storage';

/** A sign-out that was asked for. */
interface AskedSignOut {
  readonly askedAt: number;
  readonly endedAt?: number;
  readonly report?: Report;
  /** What the caller got instead of a report. */
  readonly failure?: string;
}

/** A client on the stage. */
export interface Lane<C extends Client = Client> {
  readonly id: LaneId;
  readonly facts: LaneFacts;
  readonly client: C;
  readonly storage: WatchedStorage;
  /** What the client says of itself. */
  readonly says: { readonly isSignedIn: boolean; readonly words: string };
  readonly signOutAsked: AskedSignOut | undefined;
  /** What the last thing that was asked of it ended with, where that was an error. */
  readonly failure: string | undefined;
  readonly changes$: Observable<void>;
  /** Somebody has signed in on purpose: the account of the sign-out before is closed. */
  startOver(): void;
  signIn(credentials: Credentials): Promise<void>;
  /** Asks the client for something, and notes a failure. */
  attempt(work: (client: C) => Promise<unknown>): Promise<void>;
  signOut(isGlobal: boolean): Promise<void>;
  /** Resolves once a sign-out that was begun has let go of the session: nobody is signed in by its word, or it is over. */
  letGo(): Promise<void>;
  retry(): Promise<void>;
  leave(): void;
}

/** Puts a client on the stage; what it says of itself is asked for anew whenever that may have changed. */
export function createLane<C extends Client>(
  id: LaneId,
  client: C,
  storage: WatchedStorage,
  network$: Observable<unknown>,
): Lane<C> {
  const changed$ = new Subject<void>();
  const occasions$ = new Subject<void>();
  const listening = new Subscription();
  let says: Lane['says'] = { isSignedIn: false, words: '…' };
  let asked: AskedSignOut | undefined;
  let failure: string | undefined;

  const note = (change: () => void): void => {
    change();
    occasions$.next();
    changed$.next();
  };
  listening.add(
    merge(client.changes$, storage.changes$, network$, occasions$)
      .pipe(
        switchMap(() =>
          from(client.says()).pipe(
            catchError((error: unknown) => of({ ...says, words: shownFailure(error) })),
          ),
        ),
      )
      .subscribe((said) => {
        says = said;
        changed$.next();
      }),
  );
  occasions$.next();

  const attempt: Lane<C>['attempt'] = async (work) => {
    note(() => (failure = undefined));
    try {
      await work(client);
      note(() => undefined);
    } catch (error) {
      note(() => (failure = shownFailure(error)));
    }
  };
  const run = async (ask: () => Promise<Report>): Promise<void> => {
    const mine: AskedSignOut = { askedAt: Date.now() };
    // What ends after it was asked anew, or after somebody has signed in again, is of a session that is past.
    const end = (outcome: Partial<AskedSignOut>): void => {
      if (asked === mine) note(() => (asked = { ...mine, endedAt: Date.now(), ...outcome }));
    };
    note(() => (asked = mine));
    try {
      const report = await ask();
      end({ report });
    } catch (error) {
      end({ failure: shownFailure(error) });
    }
  };

  return {
    id,
    facts: LANES[id],
    client,
    storage,
    get says() {
      return says;
    },
    get signOutAsked() {
      return asked;
    },
    get failure() {
      return failure;
    },
    changes$: changed$.asObservable(),
    attempt,
    startOver: () => {
      note(() => (asked = undefined));
    },
    signIn: (credentials) => attempt(() => client.signIn(credentials)),
    signOut: (isGlobal) => run(() => client.signOut(isGlobal)),
    letGo: () =>
      firstValueFrom(
        changed$.pipe(
          startWith(undefined),
          filter(() => !says.isSignedIn || asked?.endedAt !== undefined),
        ),
      ),
    retry: async () => {
      const retry = asked?.report?.retry;
      if (retry) await run(retry);
    },
    leave: () => {
      listening.unsubscribe();
      client.destroy();
    },
  };
}
