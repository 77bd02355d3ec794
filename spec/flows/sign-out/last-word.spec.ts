import { filter, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';
import { networkError } from '../../fakes/fake-errors';
import { fakeAnswer } from '../../fakes/fake-tokens';
import { onStage } from './fixture';
import type { SignOutStage } from './fixture';

/** What a subscriber says, in its order, the last word last. */
type Words = readonly ('signIn' | 'signOut')[];

/** From where it is said: once, when something happens there during a sign-out of Ada's. */
type Place =
  | 'the last state'
  | 'events$'
  | 'errors$'
  | 'the first state'
  | 'a result'
  | 'an error handler'
  | 'a cleanup';

/** Lets somebody say the words at a place, once, while Ada is signed out; the user pool keeps count of the tokens. */
function said(
  words: Words,
  place: Place,
  storageDelayMs: number,
): { readonly isSaid: boolean; readonly stage: SignOutStage } {
  const input = { username: 'ada', password: 'secret', authFlowType: 'USER_PASSWORD_AUTH' } as const;
  const told = { isSaid: false, say: (): void => undefined };
  const say = (): void => {
    if (told.isSaid) return;
    told.isSaid = true;
    told.say();
  };
  const stage = onStage(
    (set) => {
      const { api, at, machine, signIn, signOut$ } = set;
      // The revocation of Ada's own session is dropped, so that there is an error to be told.
      api.script('RevokeToken', networkError({ retryable: false }), ...Array.from({ length: 9 }, () => ({})));
      if (place === 'an error handler') api.script('InitiateAuth', NEVER);
      for (const number of [1, 2, 3]) {
        api.script('InitiateAuth', fakeAnswer({ serial: `${number}`, refreshToken: `family-${number}` }));
      }
      told.say = () => {
        for (const word of words) {
          const asked$: Observable<unknown> = word === 'signIn' ? signIn.signIn$(input) : signOut$();
          asked$.subscribe({ error: () => undefined });
        }
      };
      if (place === 'the last state')
        machine.state$.pipe(filter(({ status }) => status === 'signedOut')).subscribe(say);
      if (place === 'the first state')
        machine.state$.pipe(filter(({ status }) => status === 'signingOut')).subscribe(say);
      if (place === 'events$') machine.events$.subscribe(say);
      if (place === 'errors$') machine.errors$.subscribe(say);
      at(1, () => {
        signOut$().subscribe(place === 'a result' ? say : undefined);
      });
      if (place !== 'an error handler') return;
      at(50, () => {
        signIn.signIn$(input).subscribe({ error: say });
      });
      // The error of what it cuts off reaches its handler before the new state is told to anybody.
      at(60, () => {
        signOut$().subscribe();
      });
    },
    { storageDelayMs, cleanups: place === 'a cleanup' ? [{ name: 'say', afterClear: say }] : [] },
  );
  return { isSaid: told.isSaid, stage };
}

describe('createSignOut, beside createSignIn', () => {
  const PLACES: readonly Place[] = [
    'the last state',
    'the first state',
    'events$',
    'errors$',
    'a result',
    'an error handler',
    'a cleanup',
  ];
  const WORDS: readonly Words[] = [
    ['signIn'],
    ['signOut'],
    ['signOut', 'signIn'],
    ['signIn', 'signOut'],
    ['signIn', 'signIn'],
    ['signIn', 'signOut', 'signIn'],
    ['signOut', 'signIn', 'signOut'],
  ];
  const cases = PLACES.flatMap((place) =>
    WORDS.flatMap((words) => [0, 3].map((delayMs) => [words.join(', '), place, delayMs, words] as const)),
  );

  it.each(cases)(
    'lets the last word of %s stand, said inside %s, over a storage of %i ms (R48)',
    (_, place, delayMs, words) => {
      const { isSaid, stage } = said(words, place, delayMs);
      const { api, errors, machine, states, store } = stage;
      const last = words.at(-1) === 'signIn' ? 'signedIn' : 'signedOut';
      expect(isSaid).toBe(true);
      expect(states.at(-1)?.status).toBe(last);
      // State, memory and storage agree …
      expect(machine.now.state).toBe(states.at(-1));
      expect(store.stored.session).toBe(machine.now.session);
      expect(store.stored.epoch).toBe(machine.now.epoch);
      expect(machine.now.session !== undefined).toBe(last === 'signedIn');
      // … with the server: what it has issued since is revoked, but for what is held.
      const issued = api
        .callsOf('InitiateAuth')
        .filter(({ status }) => status === 'answered')
        .map((_call, index) => `family-${index + 1}`);
      const revoked = api.callsOf('RevokeToken').map(({ input }) => input.Token);
      const alive = issued.filter((family) => !revoked.includes(family));
      expect(alive).toEqual(last === 'signedIn' ? [machine.now.session?.refreshToken] : []);
      expect(errors.map(({ code }) => code)).toEqual(['NetworkError']);
    },
  );
});
