import { NEVER, switchMap, throwError } from 'rxjs';
import type { AuthAnswer } from '../../../src/ports/cognito-api';
import type { PasswordSrp, ProofInput, TokenRequest } from '../../../src/user-pool/sign-in/answer';
import { createPasswordSrp, metadataOf } from '../../../src/user-pool/sign-in/password-srp';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError } from '../../fakes/fake-errors';
import { fakeAnswer, IDENTITY } from '../../fakes/fake-tokens';
import { marbles, watch } from '../../fakes/marbles';
import type { Watched } from '../../fakes/marbles';
import { freshSession } from '../../fakes/parts';

const ADA: ProofInput = { username: 'ada', password: 'secret' };
const VERIFIER: AuthAnswer = {
  ChallengeName: 'PASSWORD_VERIFIER',
  ChallengeParameters: { SALT: 'a1', SRP_B: 'b2', SECRET_BLOCK: 'YmxvY2s=', USER_ID_FOR_SRP: 'ada-sub' },
};

const srpOf = (context: FakeContext): PasswordSrp => {
  const request$: TokenRequest = (operation, input) => context.api.call$(operation, input);
  return createPasswordSrp(context, request$);
};

/** Proves a password; A is what the opening request carries. */
const prove = (
  { api }: FakeContext,
  srp: PasswordSrp,
  input: ProofInput = ADA,
): Watched<{ readonly answer: AuthAnswer; readonly answersAs: string }> =>
  watch(
    srp.prove$(input, (srpA) =>
      api.call$('InitiateAuth', { ClientId: '', AuthFlow: '', AuthParameters: { SRP_A: srpA } }),
    ),
  );

const openings = ({ api }: FakeContext): readonly unknown[] =>
  api.callsOf('InitiateAuth').map(({ input }) => input.AuthParameters['SRP_A']);

describe('createPasswordSrp', () => {
  describe('prove$', () => {
    it('answers PASSWORD_VERIFIER under the name that it gives the user', () => {
      const { api, srp } = marbles((context) => {
        context.api.script('InitiateAuth', { ...VERIFIER, Session: 'session-1' });
        context.api.script('RespondToAuthChallenge', fakeAnswer());
        const { values } = prove(context, srpOf(context), { ...ADA, clientMetadata: { from: 'spec' } });
        expect(values).toEqual([{ answer: fakeAnswer(), answersAs: 'ada-sub' }]);
      });
      expect(srp.challenges).toMatchObject([
        {
          poolName: 'a1B2c3D4e',
          userIdForSrp: 'ada-sub',
          password: 'secret',
          salt: 'a1',
          srpB: 'b2',
          secretBlock: 'YmxvY2s=',
        },
      ]);
      expect(api.callsOf('RespondToAuthChallenge')[0]?.input).toEqual({
        ClientId: IDENTITY.userPoolClientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        Session: 'session-1',
        ChallengeResponses: {
          USERNAME: 'ada-sub',
          PASSWORD_CLAIM_SECRET_BLOCK: 'YmxvY2s=',
          PASSWORD_CLAIM_SIGNATURE: 'signature',
          TIMESTAMP: 'Mon Jan 5 12:00:00 UTC 2026',
        },
        ClientMetadata: { from: 'spec' },
      });
      expect(srp.discarded).toBe(1);
    });

    it.each([
      ['lacks its parameters', { ...VERIFIER, ChallengeParameters: {} }],
      ['has none at all', { ChallengeName: 'PASSWORD_VERIFIER' }],
      ['says null for them', { ...VERIFIER, ChallengeParameters: null, Session: null }],
      [
        'has numbers for texts',
        { ...VERIFIER, ChallengeParameters: { SALT: 7, SRP_B: [], SECRET_BLOCK: {} } },
      ],
    ])('leaves it to SRP to refuse a challenge that %s (R40, R68)', (_what, verifier) => {
      const { api, srp } = marbles((context) => {
        context.api.script('InitiateAuth', verifier as AuthAnswer);
        context.api.script('RespondToAuthChallenge', fakeAnswer());
        expect(prove(context, srpOf(context)).values).toEqual([{ answer: fakeAnswer(), answersAs: 'ada' }]);
      });
      expect(srp.challenges).toMatchObject([{ userIdForSrp: 'ada', salt: '', srpB: '', secretBlock: '' }]);
      expect(api.callsOf('RespondToAuthChallenge')[0]?.input).not.toHaveProperty('Session');
    });

    it('hands any other answer on as it is, and forgets the secret (R40)', () => {
      const { srp } = marbles((context) => {
        context.api.script('InitiateAuth', { ChallengeName: 'SMS_MFA' });
        expect(prove(context, srpOf(context)).values).toEqual([
          { answer: { ChallengeName: 'SMS_MFA' }, answersAs: 'ada' },
        ]);
      });
      expect([srp.challenges.length, srp.discarded]).toEqual([0, 1]);
    });

    it('forgets the secret of a proof that is given up (R40)', () => {
      const { srp } = marbles((context) => {
        context.api.script('InitiateAuth', NEVER);
        prove(context, srpOf(context)).subscription.unsubscribe();
      });
      expect(srp.discarded).toBe(1);
    });

    it('does nothing before it is subscribed to', () => {
      const { srp } = marbles((context) => {
        void srpOf(context).prove$(ADA, () => NEVER);
      });
      expect(srp.ephemerals).toBe(0);
    });
  });

  describe('prepare$', () => {
    it('makes the pair that the next proof uses, once', () => {
      const context = marbles((fake, { expectObservable }) => {
        const srp = srpOf(fake);
        const prepare$ = srp.prepare$();
        expect(fake.srp.ephemerals).toBe(0);
        expectObservable(prepare$).toBe('|');
        expectObservable(prepare$, '-^').toBe('-|');
        fake.at(2, () => {
          expect(fake.srp.ephemerals).toBe(1);
          fake.api.script('InitiateAuth', networkError(), networkError());
          prove(fake, srp);
          prove(fake, srp);
        });
      });
      expect(openings(context)).toEqual(['a1', 'a2']);
      expect(context.srp.discarded).toBe(2);
    });

    it('goes on where nobody waits for it any more', () => {
      const context = marbles((fake, { cold }) => {
        const srp = srpOf(fake);
        const slow$ = fake.srp.ephemeral$();
        fake.srp.ephemeral$ = () => cold('--(e|)', { e: undefined }).pipe(switchMap(() => slow$));
        watch(srp.prepare$()).subscription.unsubscribe();
        fake.at(3, () => {
          fake.api.script('InitiateAuth', fakeAnswer());
          fake.srp.ephemeral$ = () => throwError(() => networkError());
          expect(prove(fake, srp).values).toHaveLength(1);
        });
      });
      expect(openings(context)).toEqual(['a1']);
    });

    it('leaves it to the proof to make a pair where none could be made ahead', () => {
      const context = marbles((fake) => {
        const srp = srpOf(fake);
        const usable$ = fake.srp.ephemeral$();
        fake.srp.ephemeral$ = () => throwError(() => networkError());
        expect(watch(srp.prepare$()).error).toMatchObject({ kind: 'network' });
        fake.srp.ephemeral$ = () => usable$;
        fake.api.script('InitiateAuth', fakeAnswer());
        expect(prove(fake, srp).values).toHaveLength(1);
      });
      expect(openings(context)).toEqual(['a1']);
    });

    it('drops a pair that somebody signed in without, and at destroy() (R40)', () => {
      const { srp } = marbles((context) => {
        context.signedOut();
        const { prepare$ } = srpOf(context);
        watch(prepare$());
        context.machine.send({ type: 'sessionReplaced', epoch: 'e', session: freshSession });
        expect(context.srp.discarded).toBe(1);
        watch(prepare$());
        context.destroy();
      });
      expect(srp.discarded).toBe(2);
    });

    it('forgets one that could not be made when somebody signs in without it', () => {
      const { srp, states } = marbles((context) => {
        context.signedOut();
        const { prepare$ } = srpOf(context);
        context.srp.ephemeral$ = () => throwError(() => networkError());
        watch(prepare$());
        context.machine.send({ type: 'sessionReplaced', epoch: 'e', session: freshSession });
      });
      expect(states.at(-1)?.status).toBe('signedIn');
      expect(srp.discarded).toBe(0);
    });

    it('is given up at destroy()', () => {
      marbles((context, { expectObservable, expectSubscriptions, cold }) => {
        const slow$ = cold<never>('-----|');
        context.srp.ephemeral$ = () => slow$;
        const { prepare$ } = srpOf(context);
        context.at(2, context.destroy);
        expectObservable(prepare$()).toBe('--|');
        expectSubscriptions(slow$.subscriptions).toBe('^-!');
      });
    });
  });
});

describe('metadataOf', () => {
  it('is what requests take, and nothing where there is none', () => {
    expect(metadataOf({ clientMetadata: { a: 'b' } })).toEqual({ ClientMetadata: { a: 'b' } });
    expect(metadataOf({})).toEqual({});
  });
});
