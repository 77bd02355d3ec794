import { NEVER, switchMap, tap } from 'rxjs';
import { nothingToSignOut } from '../../../src/flows/sign-out/result';
import type { SignOutResult } from '../../../src/flows/sign-out/result';
import { networkError, serviceError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, START_AT } from '../../fakes/fake-tokens';
import { watch } from '../../fakes/marbles';
import { onStage, pathOf, requestsOf } from './fixture';
import type { Asked } from './fixture';

const REFUSED = serviceError('NotAuthorizedException');
const DROPPED = networkError({ retryable: false });

describe('createMakeResult', () => {
  it('says until when others accept the tokens, by the clock of the server', () => {
    let asked: Asked | undefined;
    const session = fakeSession({ idClaims: { exp: (START_AT + 600_000) / 1000 } });
    onStage(
      ({ api, scheduler, signOutAt }) => {
        api.script('RevokeToken', {});
        scheduler.offsetMs = 600_000;
        asked = signOutAt(0);
      },
      { session },
    );
    expect(asked?.result?.stillValid).toEqual({ accessTokenUntil: session.expiresAt });
  });

  it('says so where this device’s clock is two hours fast', () => {
    let asked: Asked | undefined;
    const fast = 7_200_000;
    const session = { ...fakeSession(), receivedAt: START_AT + fast, clockOffsetMs: -fast };
    onStage(
      ({ api, scheduler, signOutAt }) => {
        api.script('RevokeToken', {});
        scheduler.offsetMs = fast;
        asked = signOutAt(0);
      },
      { session },
    );
    expect(asked?.result?.stillValid.accessTokenUntil).toBe(session.expiresAt);
  });

  it('says nothing of tokens that have expired', () => {
    let asked: Asked | undefined;
    onStage(({ api, scheduler, signOutAt }) => {
      api.script('RevokeToken', {});
      scheduler.offsetMs = 3_600_000;
      asked = signOutAt(0);
    });
    expect(asked?.result?.stillValid).toEqual({});
  });

  it('knows of tokens that a global sign-out made for itself', () => {
    let asked: Asked | undefined;
    const issuedAt = START_AT + 7_200_000;
    onStage(({ api, scheduler, signOutAt }) => {
      scheduler.offsetMs = 7_200_000;
      api.script('GetTokensFromRefreshToken', fakeAnswer({ issuedAt }));
      api.script('GlobalSignOut', {});
      api.script('RevokeToken', {});
      asked = signOutAt(0, { globalSignOut: true });
    });
    expect(asked?.result?.stillValid.accessTokenUntil).toBe(issuedAt + 3_600_000);
  });

  it('reports each error of a step once', () => {
    const { errors } = onStage(({ api, signOutAt }) => {
      api.script('GlobalSignOut', REFUSED);
      api.script('RevokeToken', DROPPED);
      signOutAt(0, { globalSignOut: true });
    });
    expect(errors).toEqual([REFUSED, DROPPED]);
  });

  it('is frozen through and through', () => {
    let asked: Asked | undefined;
    onStage(({ api, signOutAt }) => {
      api.script('RevokeToken', {});
      asked = signOutAt(0);
    });
    const result = asked?.result;
    expect([result, result?.steps, result?.stillValid].map((it) => Object.isFrozen(it))).toEqual([
      true,
      true,
      true,
    ]);
  });

  describe('retry$', () => {
    it('tries again what is open, and gives a new result (R5)', () => {
      let again: SignOutResult | undefined;
      const stage = onStage(({ api, at, signOutAt }) => {
        api.script('RevokeToken', DROPPED, {});
        const first = signOutAt(0);
        at(100, () => {
          first.result?.retry$.subscribe((result) => (again = result));
        });
      });
      expect(requestsOf(stage)).toEqual(['0 RevokeToken', '100 RevokeToken']);
      expect(again).toMatchObject({ outcome: 'complete', steps: { revokeToken: 'done' } });
      expect(again).not.toHaveProperty('revokeTokenError');
      expect(pathOf(stage).filter((step) => step.startsWith('signingOut'))).toHaveLength(2);
      expect(stage.events).toHaveLength(1);
    });

    it('has the whole deadline for itself, and can be tried again and again', () => {
      const outcomes: string[] = [];
      onStage(({ api, at, signOutAt }) => {
        api.script('RevokeToken', DROPPED, NEVER, {});
        const first = signOutAt(0);
        at(10_000, () => {
          first.result?.retry$
            .pipe(
              tap((second) => outcomes.push(`${second.steps.revokeToken} after the second`)),
              switchMap((second) => second.retry$),
            )
            .subscribe((third) => outcomes.push(`${third.steps.revokeToken} after the third`));
        });
      });
      expect(outcomes).toEqual(['unknown after the second', 'done after the third']);
    });

    it('tries once for each subscription, and not before', () => {
      const stage = onStage(({ api, at, signOutAt }) => {
        api.script('RevokeToken', DROPPED, DROPPED, DROPPED);
        const first = signOutAt(0);
        at(50, () => {
          first.result?.retry$.subscribe();
          first.result?.retry$.subscribe();
        });
      });
      expect(requestsOf(stage)).toEqual(['0 RevokeToken', '50 RevokeToken', '50 RevokeToken']);
      expect(stage.errors).toHaveLength(1);
    });

    it('aborts its request where it is given up (R17)', () => {
      const { api } = onStage(({ at, signOutAt, ...stage }) => {
        stage.api.script('RevokeToken', DROPPED, NEVER);
        const first = signOutAt(0);
        at(50, () => {
          if (!first.result) return;
          const { subscription } = watch(first.result.retry$);
          at(10, () => {
            subscription.unsubscribe();
          });
        });
      });
      expect(api.calls[1]).toMatchObject({ status: 'aborted', endedAt: 60 });
    });

    it('gives the same result where nothing is open', () => {
      let asked: Asked | undefined;
      const { api } = onStage(({ signOutAt, ...stage }) => {
        stage.api.script('RevokeToken', {});
        asked = signOutAt(0);
      });
      const { result } = asked ?? {};
      expect(result && watch(result.retry$).values).toEqual([result]);
      expect(api.calls).toHaveLength(1);
    });

    it('refreshes an access token that has expired since, for the global step', () => {
      let again: SignOutResult | undefined;
      const stage = onStage(({ api, at, scheduler, signOutAt }) => {
        api.script('GlobalSignOut', DROPPED, {});
        api.script('RevokeToken', DROPPED, {});
        api.script('GetTokensFromRefreshToken', fakeAnswer({ issuedAt: START_AT + 7_200_000 }));
        const first = signOutAt(0, { globalSignOut: true });
        at(100, () => {
          scheduler.offsetMs = 7_200_000;
          first.result?.retry$.subscribe((result) => (again = result));
        });
      });
      expect(requestsOf(stage).slice(2)).toEqual([
        '100 GetTokensFromRefreshToken',
        '100 GlobalSignOut',
        '100 RevokeToken',
      ]);
      expect(again).toMatchObject({ outcome: 'complete', scope: 'global' });
    });

    it('revokes the newest token where a refresh has answered since (R2)', () => {
      let again: SignOutResult | undefined;
      const stage = onStage(({ api, at, userPool, signOutAt }, { cold }) => {
        const answer = fakeAnswer({ serial: '2', refreshToken: 'rotated-refresh-token' });
        api.script('GetTokensFromRefreshToken', cold('5s (a|)', { a: answer }));
        api.script('RevokeToken', {}, REFUSED, {}, {});
        at(0, () => watch(userPool.refresh$({ isForced: true })));
        const first = signOutAt(10);
        at(6_000, () => {
          first.result?.retry$.subscribe((result) => (again = result));
        });
      });
      expect(stage.api.callsOf('RevokeToken').map(({ input }) => input.Token)).toEqual([
        fakeSession().refreshToken,
        'rotated-refresh-token',
        'rotated-refresh-token',
        fakeSession().refreshToken,
      ]);
      expect(again?.outcome).toBe('complete');
    });
  });
});

describe('nothingToSignOut', () => {
  it('is complete, without a step that was needed (R10)', () => {
    const result = nothingToSignOut('global');
    expect(result).toMatchObject({ outcome: 'complete', scope: 'global', stillValid: {} });
    expect(new Set(Object.values(result.steps))).toEqual(new Set(['notNeeded']));
    expect(watch(result.retry$).values).toEqual([result]);
  });
});
