import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { GetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import { Injector } from '@angular/core';
import type { Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { createAuth, createMemoryStorage } from 'rx-cognito';
import type { Auth, AuthState, SignOutResult } from 'rx-cognito';
import { exhaustMap, map, scan, Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { watch } from '../fakes/marbles';

const newAuth = (): Auth =>
  createAuth({
    userPoolId: 'eu-west-1_a1B2c3D4e',
    userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
    storage: createMemoryStorage(),
  });

/** Is `true` only where each of the two types is the other; `any` does not pass. */
type Same<A, B> = 0 extends 1 & A ? false : [A, B] extends [B, A] ? true : false;
type OutputOf<T> = T extends Observable<infer Output> ? Output : never;
const proven = <Proof extends true>(proof: Proof): Proof => proof;

describe('Auth', () => {
  it('is an Angular signal from its first value on', () => {
    const auth = newAuth();
    const injector = Injector.create({ providers: [] });
    const state: Signal<AuthState> = toSignal(auth.state$, {
      requireSync: true,
      injector,
      manualCleanup: true,
    });
    expect(state()).toEqual({ status: 'signedOut', reason: 'noSession' });
    auth.destroy();
  });

  it('feeds a store with plain data', () => {
    const auth = newAuth();
    const initial: { readonly auth: AuthState } = { auth: { status: 'restoring' } };
    const stored$ = auth.state$.pipe(scan((state, next) => ({ ...state, auth: next }), initial));
    const { values } = watch(stored$);
    expect(structuredClone(values)).toEqual([{ auth: auth.state }]);
    auth.destroy();
  });

  it('takes part in an effects chain that lives on', () => {
    const auth = newAuth();
    const signOutClicked$ = new Subject<void>();
    const effect$: Observable<SignOutResult> = signOutClicked$.pipe(exhaustMap(() => auth.signOut$()));
    const { values } = watch(effect$.pipe(map(({ outcome }) => outcome)));
    signOutClicked$.next();
    signOutClicked$.next();
    expect(values).toEqual(['complete', 'complete']);
    auth.destroy();
  });

  it('types the output of any command of the AWS SDK', () => {
    const auth = newAuth();
    const user$ = auth.send$((accessToken) => new GetUserCommand({ AccessToken: accessToken }));
    expect(proven<Same<OutputOf<typeof user$>, GetUserCommandOutput>>(true)).toBe(true);
    expect(watch(user$).error).toMatchObject({ kind: 'signedOut' });
    auth.destroy();
  });

  it('narrows the state by its status', () => {
    const auth = newAuth();
    const { state } = auth;
    const name = state.status === 'signedIn' ? state.user.username : undefined;
    expect(proven<Same<typeof name, string | undefined>>(true)).toBe(true);
    expect(name).toBeUndefined();
    auth.destroy();
  });
});
