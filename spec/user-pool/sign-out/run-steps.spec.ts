import { defer, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { NEWLY_NEEDED, OPEN } from '../../../src/flows/sign-out/remote-run';
import type { RemoteRun, RunRemoteSteps } from '../../../src/flows/sign-out/remote-run';
import type { SignOutScope, SignOutStep } from '../../../src/model/auth-state';
import type { Session } from '../../../src/model/session';
import { DONE, NOT_NEEDED, NOT_SUPPORTED } from '../../../src/model/sign-out-report';
import type { RemoteResults, RemoteStepName, StepResult } from '../../../src/model/sign-out-report';
import { createRunRemoteSteps } from '../../../src/user-pool/sign-out/run-steps';
import type { SignOutStepRequest, SignOutStepRequests } from '../../../src/user-pool/sign-out/run-steps';
import { networkError } from '../../fakes/fake-errors';
import { fakeSession, START_AT } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

const NOT_REVOCABLE: Session = fakeSession({ accessClaims: { origin_jti: undefined } });
const FAILED: StepResult = { outcome: 'failed', error: networkError() };
const UNKNOWN: StepResult = { outcome: 'unknown', error: networkError() };
const NOTHING: RemoteResults = { globalSignOut: NOT_NEEDED, revokeToken: NOT_NEEDED };

/** One request of a step, as the engine asks for it. */
interface Ask {
  readonly name: RemoteStepName;
  readonly untilAt: number;
  readonly earlier: RemoteResults;
}

/** The requests of the steps, and what was asked of them. */
interface Steps {
  readonly asks: readonly Ask[];
  readonly requests: SignOutStepRequests;
}

const stepsOf = (answers: Partial<Record<RemoteStepName, Observable<StepResult>>> = {}): Steps => {
  const asks: Ask[] = [];
  const step =
    (name: RemoteStepName): SignOutStepRequest =>
    (_, { untilAt, earlier }) =>
      defer(() => {
        asks.push({ name, untilAt: untilAt - START_AT, earlier });
        return answers[name] ?? of(DONE);
      });
  return {
    asks,
    requests: {
      forgetDevice: step('forgetDevice'),
      globalSignOut: step('globalSignOut'),
      revokeToken: step('revokeToken'),
    } satisfies SignOutStepRequests,
  };
};

const runOf = (scope: SignOutScope | (() => SignOutScope), more: Partial<RemoteRun> = {}): RemoteRun => ({
  ended: { session: freshSession, isRefreshPending: false },
  startedAt: START_AT,
  limitMs: 3_000,
  scope: typeof scope === 'function' ? scope : () => scope,
  onStep: () => undefined,
  ...more,
});

const engine = ({ requests }: Steps): RunRemoteSteps => createRunRemoteSteps(requests);

describe('createRunRemoteSteps', () => {
  it('does nothing before it is subscribed to', () => {
    marbles(() => {
      const steps = stepsOf();
      const onStep = jest.fn();
      void engine(steps)(runOf('global', { onStep }));
      expect([steps.asks, onStep.mock.calls]).toEqual([[], []]);
    });
  });

  it('runs the steps one after another, each with what the earlier ones brought, and emits once', () => {
    marbles((context, { cold, expectObservable, flush }) => {
      const told: SignOutStep[] = [];
      const steps = stepsOf({
        globalSignOut: cold('--(f|)', { f: FAILED }),
        revokeToken: cold('---(d|)', { d: DONE }),
      });
      const run = runOf('global', { onStep: (step) => told.push(step) });
      expectObservable(engine(steps)(run)).toBe('-----(r|)', {
        r: { globalSignOut: FAILED, revokeToken: DONE },
      });
      context.at(1, () => {
        expect(told).toEqual(['globalSignOut']);
      });
      flush();
      expect(told).toEqual(['globalSignOut', 'revokeToken']);
      expect(steps.asks).toEqual([
        { name: 'globalSignOut', untilAt: 2_000, earlier: NOTHING },
        { name: 'revokeToken', untilAt: 3_000, earlier: { globalSignOut: FAILED, revokeToken: NOT_NEEDED } },
      ]);
    });
  });

  it('runs only what a local sign-out needs, and tells of nothing else', () => {
    marbles(() => {
      const told: SignOutStep[] = [];
      const steps = stepsOf();
      const { values } = watch(engine(steps)(runOf('local', { onStep: (step) => told.push(step) })));
      expect(values).toEqual([{ globalSignOut: NOT_NEEDED, revokeToken: DONE }]);
      expect(told).toEqual(['revokeToken']);
      expect(steps.asks.map(({ name }) => name)).toEqual(['revokeToken']);
    });
  });

  it('asks for the scope anew before each step: who joins may have widened it (R9)', () => {
    marbles(() => {
      let scope: SignOutScope = 'local';
      const steps = stepsOf({ revokeToken: defer(() => ((scope = 'global'), of(DONE))) });
      const run$ = engine(steps);
      const run = runOf(() => scope);
      const [first = NOTHING] = watch(run$(run)).values;
      expect(first).toEqual({ globalSignOut: NOT_NEEDED, revokeToken: DONE });
      expect(watch(run$(run, first, NEWLY_NEEDED)).values).toEqual([
        { globalSignOut: DONE, revokeToken: DONE },
      ]);
      expect(steps.asks.map(({ name }) => name)).toEqual(['revokeToken', 'globalSignOut']);
      expect(steps.asks[1]?.earlier).toEqual(first);
    });
  });

  it.each<[string, SignOutScope, RemoteResults, readonly RemoteStepName[]]>([
    ['all', 'global', { globalSignOut: FAILED, revokeToken: DONE }, ['globalSignOut', 'revokeToken']],
    ['all', 'local', { globalSignOut: FAILED, revokeToken: DONE }, ['revokeToken']],
    ['open', 'global', { globalSignOut: FAILED, revokeToken: UNKNOWN }, ['globalSignOut', 'revokeToken']],
    ['open', 'global', { globalSignOut: DONE, revokeToken: UNKNOWN }, ['revokeToken']],
    ['open', 'global', { globalSignOut: UNKNOWN, revokeToken: NOT_SUPPORTED }, ['globalSignOut']],
    ['open', 'local', { globalSignOut: NOT_NEEDED, revokeToken: FAILED }, ['revokeToken']],
    ['open', 'global', { globalSignOut: NOT_NEEDED, revokeToken: DONE }, []],
    ['newly needed', 'global', { globalSignOut: NOT_NEEDED, revokeToken: DONE }, ['globalSignOut']],
    ['newly needed', 'global', { globalSignOut: DONE, revokeToken: FAILED }, []],
    ['newly needed', 'local', { globalSignOut: NOT_NEEDED, revokeToken: FAILED }, []],
  ])('takes on what is due (%s) and needed (%s) of %j, and keeps the rest', (due, scope, earlier, names) => {
    marbles(() => {
      const steps = stepsOf();
      const isDue = { open: OPEN, 'newly needed': NEWLY_NEEDED }[due];
      const { values } = watch(engine(steps)(runOf(scope), earlier, isDue));
      expect(steps.asks.map(({ name }) => name)).toEqual(names);
      expect(values).toEqual([{ ...earlier, ...Object.fromEntries(names.map((name) => [name, DONE])) }]);
    });
  });

  it.each([DONE, FAILED, UNKNOWN])(
    'says that a revocation is not supported where the tokens do not name their origin, whatever it brought: %j (R12)',
    (answer) => {
      marbles(() => {
        const steps = stepsOf({ revokeToken: of(answer) });
        const ended = { session: NOT_REVOCABLE, isRefreshPending: false };
        expect(watch(engine(steps)(runOf('local', { ended }))).values).toEqual([
          { globalSignOut: NOT_NEEDED, revokeToken: NOT_SUPPORTED },
        ]);
      });
    },
  );

  it('leaves the global step its own result there (R12)', () => {
    marbles(() => {
      const steps = stepsOf({ globalSignOut: of(FAILED) });
      const ended = { session: NOT_REVOCABLE, isRefreshPending: false };
      expect(watch(engine(steps)(runOf('global', { ended }))).values).toEqual([
        { globalSignOut: FAILED, revokeToken: NOT_SUPPORTED },
      ]);
    });
  });

  it('judges by the tokens that a step made for itself', () => {
    marbles(() => {
      const ended = { session: NOT_REVOCABLE, isRefreshPending: false };
      const made$ = defer(() => {
        ended.session = freshSession;
        return of(DONE);
      });
      const { values } = watch(engine(stepsOf({ globalSignOut: made$ }))(runOf('global', { ended })));
      expect(values).toEqual([{ globalSignOut: DONE, revokeToken: DONE }]);
    });
  });

  it('goes on where a step throws that should not (R15)', () => {
    marbles(() => {
      const steps = stepsOf({ globalSignOut: throwError(() => new TypeError('A fault.')) });
      expect(watch(engine(steps)(runOf('global'))).values).toMatchObject([
        { globalSignOut: { outcome: 'failed', error: { kind: 'unknown' } }, revokeToken: DONE },
      ]);
    });
  });

  it('aborts what runs where it is given up', () => {
    marbles((context, { cold, expectSubscriptions }) => {
      const slow$ = cold<StepResult>('-----(d|)', { d: DONE });
      const { subscription } = watch(engine(stepsOf({ revokeToken: slow$ }))(runOf('local')));
      context.at(2, () => {
        subscription.unsubscribe();
      });
      expectSubscriptions(slow$.subscriptions).toBe('^-!');
    });
  });
});
