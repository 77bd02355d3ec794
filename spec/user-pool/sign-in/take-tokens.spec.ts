import { delay, of, throwError } from 'rxjs';
import { takeTokens$ } from '../../../src/user-pool/sign-in/take-tokens';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError } from '../../fakes/fake-errors';
import { fakeTokens } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import type { Watched } from '../../fakes/marbles';

const NONCE = 'nonce-1';
const tokens = fakeTokens({ idClaims: { nonce: NONCE } });

const take = (test: (context: FakeContext) => Watched<unknown>) => {
  let watched: Watched<unknown> | undefined;
  const context = marbles((fake) => {
    fake.api.script('RevokeToken', {});
    fake.signedOut();
    fake.machine.send({ type: 'signInStarted', attempt: { id: 1 } });
    watched = test(fake);
  });
  return { watched, context };
};

const start = { attemptId: 1, from: undefined, nonce: NONCE };

describe('takeTokens$', () => {
  it('begins a session that says where it began', () => {
    const { watched, context } = take((fake) =>
      watch(takeTokens$(fake, { ...start, exchange$: () => of(tokens) })),
    );
    expect(watched?.values).toMatchObject([{ username: 'ada' }]);
    expect(context.machine.now.session?.origin).toBe('hostedUi');
    expect(context.store.stored.session?.origin).toBe('hostedUi');
    expect(context.api.calls).toEqual([]);
  });

  it.each([
    ['another nonce', fakeTokens({ idClaims: { nonce: 'nonce-2' } }), 'NonceMismatch'],
    ['no nonce', fakeTokens(), 'NonceMismatch'],
    ['no id token', { ...tokens, IdToken: undefined }, 'InvalidTokens'],
    ['tokens of another client', fakeTokens({ idClaims: { nonce: NONCE, aud: 'another' } }), 'InvalidTokens'],
  ])('refuses %s, and revokes what came (R71)', (_, given, code) => {
    const { watched, context } = take((fake) =>
      watch(takeTokens$(fake, { ...start, exchange$: () => of(given) })),
    );
    expect(watched?.error).toMatchObject({ code });
    expect(context.store.stored.session).toBeUndefined();
    expect(context.api.callsOf('RevokeToken')).toMatchObject([{ input: { Token: tokens.RefreshToken } }]);
  });

  it('revokes tokens of an epoch that is over: what another tab did stands (R72)', () => {
    const { watched, context } = take((fake) => {
      fake.store.stored = { epoch: 'of another tab' };
      return watch(takeTokens$(fake, { ...start, exchange$: () => of(tokens) }));
    });
    expect(watched?.error).toMatchObject({ kind: 'cancelled' });
    expect(context.store.stored).toEqual({ epoch: 'of another tab' });
    expect(context.api.callsOf('RevokeToken')).toHaveLength(1);
  });

  it('revokes tokens that come when nobody waits for them any more', () => {
    const { context } = take((fake) => {
      const watched = watch(takeTokens$(fake, { ...start, exchange$: () => of(tokens).pipe(delay(10)) }));
      fake.at(5, () => {
        watched.subscription.unsubscribe();
      });
      return watched;
    });
    expect(context.api.callsOf('RevokeToken')).toHaveLength(1);
    expect(context.machine.now.session).toBeUndefined();
  });

  it('revokes tokens that come after a destroy() (R38)', () => {
    const { context } = take((fake) => {
      const watched = watch(takeTokens$(fake, { ...start, exchange$: () => of(tokens).pipe(delay(10)) }));
      fake.at(5, () => {
        fake.destroy();
        watched.subscription.unsubscribe();
      });
      return watched;
    });
    expect(context.api.callsOf('RevokeToken')).toHaveLength(1);
    expect(context.store.stored.session).toBeUndefined();
  });

  it('lends who asks for the tokens what hides the code in an answer, however that is escaped (R69)', () => {
    const shown: string[] = [];
    take((fake) =>
      watch(
        takeTokens$(fake, {
          ...start,
          exchange$: (hide) => {
            shown.push(hide('no: the%2Dcode', ['the-code']));
            return of(tokens);
          },
        }),
      ),
    );
    expect(shown).toEqual(['no: [redacted]']);
  });

  it('passes on why there are none', () => {
    const error = networkError();
    const { watched } = take((fake) =>
      watch(takeTokens$(fake, { ...start, exchange$: () => throwError(() => error) })),
    );
    expect(watched?.error).toBe(error);
  });
});
