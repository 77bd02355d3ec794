/** @jest-environment jsdom */
import '@angular/compiler';
import {
  ApplicationRef,
  createEnvironmentInjector,
  EnvironmentInjector,
  inject,
  InjectionToken,
  Injector,
  runInInjectionContext,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import type { AuthOptions, SessionCleanup } from 'rx-cognito';
import { createMemoryStorage } from 'rx-cognito';
import { AUTH, injectAuth, provideCognitoAuth, withSessionCleanup } from 'rx-cognito/angular';
import { SESSION_CLEANUPS } from '../../src/angular/with-session-cleanup';
import { testUser } from 'rx-cognito/testing';
import { beginTestBed } from './test-bed';

const options: AuthOptions = {
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  storage: createMemoryStorage(),
};
const GREETING = new InjectionToken<string>('greeting');

function injectorWith(...features: Parameters<typeof provideCognitoAuth>): EnvironmentInjector {
  return createEnvironmentInjector(
    [provideCognitoAuth(...features), { provide: GREETING, useValue: 'hello' }],
    TestBed.inject(EnvironmentInjector),
  );
}

describe('provideCognitoAuth', () => {
  beforeAll(beginTestBed);

  it('creates one Auth, when it is first injected', () => {
    let calls = 0;
    const injector = injectorWith(() => {
      calls += 1;
      return options;
    });
    expect(calls).toBe(1);
    expect(injector.get(AUTH).state.status).toBe('signedOut');
    expect(runInInjectionContext(injector.get(Injector), injectAuth)).toBe(injector.get(AUTH));
    expect(calls).toBe(1);
  });

  it('takes its options from a function that may inject', () => {
    const userPoolClientIds: string[] = [];
    injectorWith(() => {
      userPoolClientIds.push(inject(GREETING));
      return options;
    }).get(AUTH);
    expect(userPoolClientIds).toEqual(['hello']);
  });

  it('destroys it with its injector', async () => {
    const injector = injectorWith(options);
    const auth = injector.get(AUTH);
    injector.destroy();
    await expect(firstValueFrom(auth.tokens$())).rejects.toMatchObject({ code: 'AuthDestroyed' });
  });

  it('keeps two injectors apart (R46)', () => {
    expect(injectorWith(options).get(AUTH)).not.toBe(injectorWith(options).get(AUTH));
  });

  it('says what is wrong with the options where it is injected', () => {
    expect(() => injectorWith({ ...options, userPoolId: 'nonsense' }).get(AUTH)).toThrow(/userPoolId/);
  });

  it('leaves the application stable', async () => {
    injectorWith(options).get(AUTH).state$.subscribe();
    expect(await firstValueFrom(TestBed.inject(ApplicationRef).isStable)).toBe(true);
  });
});

describe('withSessionCleanup', () => {
  beforeAll(beginTestBed);

  it('runs the hooks in an injection context', () => {
    const heard: string[] = [];
    const cleanup: SessionCleanup = {
      name: 'greet',
      beforeRevoke: ({ accessToken }) => void heard.push(`${inject(GREETING)} before ${accessToken}`),
      afterClear: ({ reason }) => void heard.push(`${inject(GREETING)} after ${reason}`),
    };
    const [provided] = injectorWith(options, withSessionCleanup(cleanup)).get(SESSION_CLEANUPS);
    const context = { user: testUser(), reason: 'signedOut' } as const;
    void provided?.beforeRevoke?.({ ...context, accessToken: 'token' });
    void provided?.afterClear?.(context);
    expect(provided?.name).toBe('greet');
    expect(heard).toEqual(['hello before token', 'hello after signedOut']);
  });

  it('leaves out the hooks that are not there', () => {
    const [provided] = injectorWith(options, withSessionCleanup({ name: 'nothing' })).get(SESSION_CLEANUPS);
    expect(provided).toEqual({ name: 'nothing' });
  });
});
