import { delay, EMPTY, NEVER, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { configurationError } from '../../../src/model/errors';
import type { SignOutReport, StepResult } from '../../../src/model/sign-out-report';
import type { HostedUi, HostedUiSignOut } from '../../../src/ports/hosted-ui';
import { networkError, serviceError, storageError } from '../../fakes/fake-errors';
import { fakeSession } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import { onStage, pathOf } from './fixture';
import type { Asked } from './fixture';

const session = { ...fakeSession(), origin: 'hostedUi' as const };
const NOT_RETURNED = networkError();
const STAYED: StepResult = { outcome: 'unknown', error: NOT_RETURNED };

/** Managed login whose page leaves, or stays, as a spec says; with the reports that were left with. */
function createHostedUi(...ends: readonly Observable<StepResult>[]) {
  const reports: SignOutReport[] = [];
  const waiting = [...ends];
  const hostedUi: HostedUi = {
    result$: EMPTY,
    signIn$: () => throwError(() => new Error('not asked for')),
    resume: () => false,
    browserSession: (asked) => {
      if (asked !== 'skip' && asked?.redirectUrl === 'unregistered')
        throw configurationError('redirectUrl', 'registered');
      if (asked === 'skip') return undefined;
      return {
        end$: (reportOf) => {
          reports.push(reportOf(STAYED));
          return waiting.shift() ?? NEVER;
        },
      };
    },
  };
  return { hostedUi, reports };
}

const signedOutWith = (
  end$: Observable<StepResult>,
  options: { readonly hostedUi?: HostedUiSignOut; readonly globalSignOut?: boolean } = {},
) => {
  const { hostedUi, reports } = createHostedUi(end$);
  let asked: Asked | undefined;
  const stage = onStage(
    ({ api, signOutAt }) => {
      api.script('GlobalSignOut', {});
      api.script('RevokeToken', {});
      asked = signOutAt(0, options);
    },
    { session, hostedUi },
  );
  return { stage, asked, reports };
};

describe('the step hostedUi', () => {
  it('comes last, and says nothing before the page is gone (R73)', () => {
    const { stage, asked, reports } = signedOutWith(NEVER);
    expect(pathOf(stage)).toEqual([
      'restoring',
      'signedIn',
      'signingOut local revokeToken',
      'signingOut local clearCache',
      'signingOut local hostedUi',
    ]);
    expect(asked).toEqual({ result: undefined, error: undefined, at: undefined });
    expect(stage.events).toEqual([]);
    expect(stage.store.stored.session).toBeUndefined();
    expect(reports).toMatchObject([
      { outcome: 'partial', steps: { revokeToken: 'done', clearCache: 'done', hostedUi: 'unknown' } },
    ]);
  });

  it('is partial where the page stayed, and tells of it (R73)', () => {
    const { stage, asked } = signedOutWith(of(STAYED).pipe(delay(10_000)));
    expect(asked?.result).toMatchObject({
      outcome: 'partial',
      steps: { hostedUi: 'unknown' },
      hostedUiError: NOT_RETURNED,
    });
    expect(pathOf(stage).at(-1)).toBe('signedOut signedOut');
    expect(stage.errors).toEqual([NOT_RETURNED]);
  });

  it('is complete where the browser is signed out without the page', () => {
    const { asked } = signedOutWith(of({ outcome: 'done' }));
    expect(asked?.result).toMatchObject({ outcome: 'complete', steps: { hostedUi: 'done' } });
  });

  it('ends the browser’s session with the revocation, where the pool tracks sessions', () => {
    const { stage } = signedOutWith(of({ outcome: 'done' }));
    expect(stage.api.callsOf('RevokeToken')).toMatchObject([
      { input: { RevokeAssociatedSessions: 'LINKED' } },
    ]);
  });

  it.each([['skip' as const], [undefined]])(
    'is not needed where it is %s, or the session began elsewhere',
    (asked) => {
      const { hostedUi, reports } = createHostedUi();
      let outcome: Asked | undefined;
      const { api } = onStage(
        (stage) => {
          stage.api.script('RevokeToken', {});
          outcome = stage.signOutAt(0, asked === undefined ? {} : { hostedUi: asked });
        },
        { session: asked === 'skip' ? session : fakeSession(), hostedUi },
      );
      expect(outcome?.result?.steps.hostedUi).toBe('notNeeded');
      expect(reports).toEqual([]);
      expect(api.callsOf('RevokeToken').map(({ input }) => Object.keys(input))).toEqual([
        ['Token', 'ClientId'],
      ]);
    },
  );

  it.each([
    ['that is not registered', createHostedUi().hostedUi],
    ['without managed login', undefined],
  ])('refuses a redirect URL %s before anything is touched', (_, hostedUi) => {
    let asked: Asked | undefined;
    const { machine, store, api } = onStage(
      ({ signOutAt }) => {
        asked = signOutAt(0, { hostedUi: { redirectUrl: 'unregistered' } });
      },
      { session, ...(hostedUi && { hostedUi }) },
    );
    expect(asked?.error).toMatchObject({ kind: 'configuration' });
    expect([machine.now.session, store.stored.session]).toEqual([session, session]);
    expect(api.calls).toEqual([]);
  });

  it('does not leave where the storage keeps the session: its error would be lost', () => {
    const { hostedUi, reports } = createHostedUi(NEVER);
    let asked: Asked | undefined;
    const error = storageError();
    onStage(
      ({ api, store, signOutAt }) => {
        api.script('RevokeToken', {});
        store.failNext('clear$', error);
        asked = signOutAt(0);
      },
      { session, hostedUi },
    );
    expect(asked?.error).toBe(error);
    expect(reports).toEqual([]);
  });

  it('leaves again by retry$, and for nothing else that is done (R73)', () => {
    const { hostedUi, reports } = createHostedUi(of(STAYED), of({ outcome: 'done' }));
    let again: Asked['result'];
    const { api } = onStage(
      (stage) => {
        stage.api.script('RevokeToken', {});
        stage.signOut$().subscribe(({ retry$ }) => {
          retry$.subscribe((result) => (again = result));
        });
      },
      { session, hostedUi },
    );
    expect(again).toMatchObject({ outcome: 'complete', steps: { hostedUi: 'done', revokeToken: 'done' } });
    expect(api.calls).toHaveLength(1);
    expect(reports).toHaveLength(2);
  });

  it('does not leave again where only the revocation is open', () => {
    const { hostedUi, reports } = createHostedUi(of({ outcome: 'done' }));
    let again: Asked['result'];
    onStage(
      (stage) => {
        stage.api.script('RevokeToken', serviceError('NotAuthorizedException'), {});
        stage.signOut$().subscribe(({ retry$ }) => {
          retry$.subscribe((result) => (again = result));
        });
      },
      { session, hostedUi },
    );
    expect(again).toMatchObject({ outcome: 'complete', steps: { hostedUi: 'done', revokeToken: 'done' } });
    expect(reports).toHaveLength(1);
  });

  it('catches up with a global sign-out that is asked for meanwhile', () => {
    const { hostedUi } = createHostedUi(of(STAYED).pipe(delay(10_000)));
    const asked: Asked[] = [];
    onStage(
      ({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        asked.push(signOutAt(0), signOutAt(5_000, { globalSignOut: true }));
      },
      { session, hostedUi },
    );
    expect(asked.map(({ result }) => result?.scope)).toEqual(['global', 'global']);
    expect(asked[0]?.result?.globalSignOutError?.code).toBe('GlobalSignOutNotRetryable');
  });

  it.each([
    ['before the revocation, which ends it too', 0, 'LINKED'],
    ['after the revocation', 500, undefined],
  ])('ends the browser’s session for one that joins another that would skip it, %s (R9)', (_, at, linked) => {
    const { hostedUi, reports } = createHostedUi(of({ outcome: 'done' }));
    const asked: Asked[] = [];
    const { api } = onStage(
      (stage) => {
        stage.api.script('RevokeToken', {});
        asked.push(stage.signOutAt(0, { hostedUi: 'skip' }), stage.signOutAt(at));
      },
      {
        session,
        hostedUi,
        cleanups: [
          {
            name: 'slow',
            beforeRevoke: () => of(undefined).pipe(delay(100)),
            afterClear: () => of(undefined).pipe(delay(1_000)),
          },
        ],
      },
    );
    expect(asked.map(({ result }) => result?.steps.hostedUi)).toEqual(['done', 'done']);
    expect(reports).toHaveLength(1);
    expect(api.callsOf('RevokeToken').map(({ input }) => input.RevokeAssociatedSessions)).toEqual([linked]);
  });

  it('is not called done by a revocation that went out before anybody asked for it (R9)', () => {
    const told: StepResult[] = [];
    const { hostedUi } = createHostedUi();
    const linked: HostedUi = {
      ...hostedUi,
      browserSession: (asked) =>
        asked === 'skip'
          ? undefined
          : {
              end$: (__, revokeToken) => {
                told.push(revokeToken);
                return of(revokeToken);
              },
            },
    };
    onStage(
      ({ api, signOutAt }) => {
        api.script('RevokeToken', {});
        signOutAt(0, { hostedUi: 'skip' });
        signOutAt(500);
      },
      {
        session,
        hostedUi: linked,
        cleanups: [{ name: 'slow', afterClear: () => of(undefined).pipe(delay(1_000)) }],
      },
    );
    expect(told).toEqual([{ outcome: 'notNeeded' }]);
  });

  it('lets a sign-in wait that reacts too early (R73)', () => {
    const { hostedUi } = createHostedUi(NEVER);
    const stage = onStage(
      ({ api, at, signIn, signOutAt }) => {
        api.script('RevokeToken', {});
        signOutAt(0);
        at(100, () => {
          watch(signIn.attempt$(undefined, () => NEVER));
        });
      },
      { session, hostedUi },
    );
    expect(pathOf(stage).at(-1)).toBe('signingOut local hostedUi');
  });
});
