import { defer, EMPTY, NEVER, throwError, timer, switchMap } from 'rxjs';
import { createMemoryStorage } from '../../../src/adapters/storage/memory-storage';
import { recordKeyOf } from '../../../src/adapters/storage/key-value-session-store';
import { amplifySession } from '../../../src/amplify/amplify-session';
import { rereadStorage$ } from '../../../src/flows/session/follow-storage';
import type { KeyValueStorage } from '../../../src/ports/key-value-storage';
import { PREFIX, TOKENS, write } from '../../amplify/fixtures';
import { IDENTITY } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import type { LoadOptions } from '../../fakes/parts';
import { onStage } from './fixture';
import type { Asked, SignOutStage } from './fixture';

type Load$ = NonNullable<LoadOptions['load$']>;
type Storage = ReturnType<typeof createMemoryStorage>;

const broken$: Load$ = () => throwError(() => new TypeError('Failed to fetch'));
const brokenOnce = (): Load$ => {
  let loads = 0;
  return (userPool$) => defer(() => ((loads += 1) === 1 ? broken$(userPool$) : userPool$));
};

/** A storage in which Amplify has signed ada in, and ours was never used. */
const leftByAmplify = (fields?: Parameters<typeof write>[1]): Storage => {
  const storage = createMemoryStorage();
  write(storage, fields);
  return storage;
};

/** What of Amplify's session stands in the storage. */
const leftIn = (storage: Storage): readonly string[] =>
  ['accessToken', 'idToken', 'refreshToken']
    .map((field) => storage.getItem(`${PREFIX}.ada.${field}`))
    .filter((token) => token !== null);

const withAmplify = (
  storage: KeyValueStorage,
  load$: Load$,
  test: (stage: SignOutStage) => void,
): SignOutStage => onStage(test, { storage, load$, adopt: amplifySession() });

const revokedIn = ({ api }: SignOutStage): readonly unknown[] =>
  api.callsOf('RevokeToken').map(({ input }) => input.Token);

const NOT_READ = { kind: 'storage', code: 'StorageNotReadable' };

describe('a sign-out over a session of Amplify that could not be taken over', () => {
  it('clears it, and errors rather than to say complete, where the code for it does not come (R53, R59)', () => {
    const storage = leftByAmplify();
    const asked: Asked[] = [];
    const stage = withAmplify(storage, broken$, ({ machine, signOutAt }) => {
      expect(machine.now).toMatchObject({ state: { status: 'signedOut' }, isUnread: true });
      asked.push(signOutAt(10), signOutAt(20));
    });
    expect(asked[0]?.error).toMatchObject(NOT_READ);
    expect(leftIn(storage)).toEqual([]);
    // There is nothing any more, and it is known.
    expect(asked[1]?.result).toMatchObject({ outcome: 'complete' });
    expect(stage.machine.now.isUnread).toBeUndefined();
  });

  it('ends and revokes it where the code comes by then (R53, R59)', () => {
    const storage = leftByAmplify();
    let asked: Asked | undefined;
    const stage = withAmplify(storage, brokenOnce(), ({ api, signOutAt }) => {
      api.script('RevokeToken', {});
      asked = signOutAt(10);
    });
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { revokeToken: 'done' } });
    expect(revokedIn(stage)).toEqual([TOKENS.RefreshToken]);
    expect([leftIn(storage), storage.getItem(recordKeyOf(IDENTITY))]).toEqual([
      [],
      expect.not.stringContaining(TOKENS.RefreshToken),
    ]);
    expect(stage.events).toMatchObject([{ type: 'signedOut', user: { username: 'ada' } }]);
  });

  it('waits no longer than its deadline for that code, and revokes what it held when it comes (R52, R61)', () => {
    const storage = leftByAmplify();
    const late$: Load$ = (userPool$) => timer(5_000).pipe(switchMap(() => userPool$));
    let asked: Asked | undefined;
    const stage = withAmplify(storage, late$, ({ api, at, signOutAt }) => {
      api.script('RevokeToken', {});
      asked = signOutAt(10);
      at(3_100, () => {
        expect(leftIn(storage)).toEqual([]);
      });
    });
    expect(asked).toMatchObject({ error: NOT_READ, at: 3_010 });
    expect(revokedIn(stage)).toEqual([TOKENS.RefreshToken]);
    expect(storage.getItem(recordKeyOf(IDENTITY))).not.toContain(TOKENS.RefreshToken);
  });

  it('is not said to be complete by the next one either, where nothing answers (R53)', () => {
    const storage = leftByAmplify();
    const asked: Asked[] = [];
    const takesNothing: KeyValueStorage = {
      ...storage,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
      removeItem: () => {
        throw new Error('SecurityError');
      },
    };
    withAmplify(
      takesNothing,
      () => NEVER,
      ({ signOutAt }) => {
        asked.push(signOutAt(10), signOutAt(10_000));
      },
    );
    expect(asked.map(({ error }) => error)).toMatchObject([{ kind: 'storage' }, { kind: 'storage' }]);
    expect(leftIn(storage)).toHaveLength(3);
  });

  it('clears it also where a sign-in has begun meanwhile (R53)', () => {
    const storage = leftByAmplify();
    let asked: Asked | undefined;
    withAmplify(storage, brokenOnce(), ({ api, signIn, signOutAt }) => {
      api.script('InitiateAuth', NEVER);
      watch(signIn.signIn$({ username: 'eve', password: 'wrong horse' }));
      asked = signOutAt(10);
    });
    expect(asked?.result ?? asked?.error).toBeDefined();
    expect(leftIn(storage)).toEqual([]);
  });

  it('is remembered though another tab hints that the record is empty (R53)', () => {
    const storage = leftByAmplify();
    let asked: Asked | undefined;
    withAmplify(storage, broken$, (stage) => {
      watch(rereadStorage$(stage, { revoke: () => undefined, writing$: EMPTY }));
      asked = stage.signOutAt(10);
    });
    expect(asked?.error).toMatchObject(NOT_READ);
    expect(leftIn(storage)).toEqual([]);
  });

  it('clears one that lacks a token: the others live (R53)', async () => {
    const storage = leftByAmplify({ idToken: undefined });
    let asked: Asked | undefined;
    const stage = withAmplify(
      storage,
      (userPool$) => userPool$,
      ({ signOutAt }) => {
        asked = signOutAt(10);
      },
    );
    await Promise.resolve();
    expect(stage.errors.map(({ code }) => code)).toContain('SessionNotAdopted');
    expect(asked?.error).toMatchObject(NOT_READ);
    expect(leftIn(storage)).toEqual([]);
  });

  it('says the reason that was asked for where it never saw the session (#12)', () => {
    const storage = leftByAmplify();
    const stage = withAmplify(
      storage,
      () => NEVER,
      ({ signOutAt }) => {
        signOutAt(10, { reason: 'idle' });
      },
    );
    expect(stage.states.at(-1)).toMatchObject({ status: 'signedOut', reason: 'idle' });
  });

  it('has nothing to do, and loads nothing, where nothing was left (R53)', () => {
    let loads = 0;
    let asked: Asked | undefined;
    const counted$: Load$ = (userPool$) => defer(() => ((loads += 1), broken$(userPool$)));
    const stage = withAmplify(createMemoryStorage(), counted$, ({ signOutAt }) => {
      asked = signOutAt(10);
    });
    expect(asked?.result).toMatchObject({ outcome: 'complete' });
    expect([loads, stage.states.map(({ status }) => status)]).toEqual([0, ['restoring', 'signedOut']]);
  });
});
