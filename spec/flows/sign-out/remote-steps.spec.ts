import { of, NEVER, switchMap, throwError, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import type { LazyUserPool, UserPool } from '../../../src/flows/load-user-pool';
import { loadRemoteSteps$ } from '../../../src/flows/sign-out/remote-steps';
import { NEWLY_NEEDED, OPEN } from '../../../src/flows/sign-out/remote-run';
import type { RemoteRun, RunRemoteSteps } from '../../../src/flows/sign-out/remote-run';
import type { SignOutScope } from '../../../src/model/auth-state';
import { notLoadedError } from '../../../src/model/errors';
import type { Session } from '../../../src/model/session';
import { DONE, NOT_NEEDED, NOT_SUPPORTED } from '../../../src/model/sign-out-report';
import type { RemoteResults, StepResult } from '../../../src/model/sign-out-report';
import { fakeSession, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

const NOT_REVOCABLE: Session = fakeSession({ accessClaims: { origin_jti: undefined } });
const ALL_DONE: RemoteResults = { globalSignOut: DONE, revokeToken: DONE };
const NOT_LOADED = notLoadedError();
const FAILED: StepResult = { outcome: 'failed', error: NOT_LOADED };

const loaded$: RunRemoteSteps = () => of(ALL_DONE);
const poolOf = (load$: Observable<unknown>): LazyUserPool =>
  ({ load$: load$.pipe(switchMap(() => of({ runRemoteSteps$: loaded$ } as UserPool))) }) as LazyUserPool;
const broken = poolOf(throwError(() => NOT_LOADED));

const runOf = (scope: SignOutScope | (() => SignOutScope), more: Partial<RemoteRun> = {}): RemoteRun => ({
  ended: { session: freshSession, isRefreshPending: false },
  startedAt: START_AT,
  limitMs: 3_000,
  scope: typeof scope === 'function' ? scope : () => scope,
  onStep: () => undefined,
  ...more,
});

/** What the steps bring, with what runs them loaded$ first. */
const ran$ = (
  context: Parameters<typeof loadRemoteSteps$>[0],
  pool: LazyUserPool,
  run: RemoteRun,
): Observable<RemoteResults> =>
  loadRemoteSteps$(context, pool, run).pipe(switchMap((runSteps$) => runSteps$(run)));

describe('loadRemoteSteps$', () => {
  it('emits what runs the steps, at once where the code is there', () => {
    marbles((context, { expectObservable }) => {
      expectObservable(loadRemoteSteps$(context, poolOf(of(1)), runOf('local'))).toBe('(s|)', { s: loaded$ });
    });
  });

  it('waits for the code, and has the steps run what is left of the time (R4)', () => {
    marbles((context, { expectObservable }) => {
      const late = poolOf(timer(2_500, context.scheduler));
      expectObservable(ran$(context, late, runOf('local'))).toBe('2500ms (r|)', { r: ALL_DONE });
    });
  });

  it('waits for it to the deadline of all steps together, and no longer (R4)', () => {
    marbles((context, { expectObservable }) => {
      const lost = {
        outcome: 'failed',
        error: expect.objectContaining({ code: 'SdkNotLoaded', delivery: 'notSent' }) as unknown,
      };
      expectObservable(ran$(context, poolOf(NEVER), runOf('global'))).toBe('3s (r|)', {
        r: { globalSignOut: lost, revokeToken: lost },
      });
    });
  });

  it('does not wait at all where the deadline has passed before', () => {
    marbles((context, { expectObservable }) => {
      const run = runOf('local', { startedAt: START_AT - 10_000 });
      expectObservable(ran$(context, poolOf(NEVER), run)).toBe('(r|)', {
        r: expect.objectContaining({ revokeToken: expect.objectContaining({ outcome: 'failed' }) }),
      });
    });
  });

  describe('where the code does not come', () => {
    it.each<[string, RemoteRun, RemoteResults]>([
      ['a local sign-out', runOf('local'), { globalSignOut: NOT_NEEDED, revokeToken: FAILED }],
      ['a global sign-out', runOf('global'), { globalSignOut: FAILED, revokeToken: FAILED }],
      [
        'one without revocation (R12)',
        runOf('local', { ended: { session: NOT_REVOCABLE, isRefreshPending: false } }),
        { globalSignOut: NOT_NEEDED, revokeToken: NOT_SUPPORTED },
      ],
      [
        'one that has the device forgotten',
        runOf('local', {
          ended: { session: { ...freshSession, deviceKey: 'device-key' }, isRefreshPending: false },
          forgetsDevice: () => true,
        }),
        { forgetDevice: FAILED, globalSignOut: NOT_NEEDED, revokeToken: FAILED },
      ],
      [
        'one of a session without a device',
        runOf('local', { forgetsDevice: () => true }),
        { globalSignOut: NOT_NEEDED, revokeToken: FAILED },
      ],
      [
        'one whose device stays known',
        runOf('local', {
          ended: { session: { ...freshSession, deviceKey: 'device-key' }, isRefreshPending: false },
          forgetsDevice: () => false,
        }),
        { globalSignOut: NOT_NEEDED, revokeToken: FAILED },
      ],
    ])('says which steps of %s have failed: nothing was sent (R5, #11)', (_, run, results) => {
      marbles((context, { expectObservable }) => {
        expectObservable(ran$(context, broken, run)).toBe('(r|)', { r: results });
      });
    });

    it.each([NEWLY_NEEDED, OPEN])('says so of the global step for one that joined late (R9)', (isDue) => {
      marbles((context) => {
        let scope: SignOutScope = 'local';
        const run = runOf(() => scope);
        const [runSteps$] = watch(loadRemoteSteps$(context, broken, run)).values;
        const [first] = runSteps$ ? watch(runSteps$(run)).values : [];
        scope = 'global';
        expect(first).toEqual({ globalSignOut: NOT_NEEDED, revokeToken: FAILED });
        expect(runSteps$ && watch(runSteps$(run, first, isDue)).values).toEqual([
          { globalSignOut: FAILED, revokeToken: FAILED },
        ]);
      });
    });
  });
});
