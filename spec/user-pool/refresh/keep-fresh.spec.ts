import { keepFresh } from '../../../src/user-pool/refresh/keep-fresh';
import { endSession } from '../../../src/flows/session/end-session';
import type { Session } from '../../../src/model/session';
import type { FakeContext } from '../../fakes/fake-context';
import { networkError, serviceError, throttlingError } from '../../fakes/fake-errors';
import { fakeAnswer, fakeSession, START_AT } from '../../fakes/fake-tokens';
import { marbles } from '../../fakes/marbles';
import { dueSession, expiredSession, freshSession, refresherOf } from '../../fakes/parts';

const OPERATION = 'GetTokensFromRefreshToken';
const HOUR_MS = 3_600_000;
const LEAD_MS = 120_000;

const keep = (context: FakeContext, session: Session): void => {
  context.signedInWith(session);
  keepFresh(context, refresherOf(context));
};
/** Answers with tokens that are as old as the moment. */
const answerAt = (frame: number, lifeMs = HOUR_MS): ReturnType<typeof fakeAnswer> => {
  const issuedAt = START_AT + frame;
  return fakeAnswer({ issuedAt, expiresAt: issuedAt + lifeMs, serial: String(frame) });
};
/** Ends the ticks, so that virtual time has an end. */
const destroyAt = (context: FakeContext, frame: number): void => {
  context.at(frame, () => {
    context.destroy();
  });
};
const sentAt = ({ api }: FakeContext): readonly number[] => api.callsOf(OPERATION).map((call) => call.sentAt);

describe('keepFresh', () => {
  it('refreshes when the token falls due, and so on', () => {
    const context = marbles((fake) => {
      const first = HOUR_MS - LEAD_MS;
      fake.api.script(OPERATION, answerAt(first), answerAt(2 * first));
      keep(fake, freshSession);
      destroyAt(fake, 2 * HOUR_MS);
    });
    expect(sentAt(context)).toEqual([HOUR_MS - LEAD_MS, 2 * (HOUR_MS - LEAD_MS)]);
  });

  it('refreshes at once what is due already', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, answerAt(0));
      keep(fake, dueSession);
      destroyAt(fake, 1_000);
    });
    expect(sentAt(context)).toEqual([0]);
  });

  it('begins with the session that comes later', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, answerAt(5));
      fake.signedOut();
      keepFresh(fake, refresherOf(fake));
      fake.at(5, () => {
        fake.store.stored = { epoch: 'epoch-2', session: dueSession };
        fake.machine.send({ type: 'sessionReplaced', epoch: 'epoch-2', session: dueSession });
      });
      destroyAt(fake, 1_000);
    });
    expect(sentAt(context)).toEqual([5]);
  });

  it('sets no timer while nobody is signed in', () => {
    const scheduled = jest.fn();
    marbles((fake) => {
      fake.signedOut();
      const { schedule } = fake.scheduler;
      fake.scheduler.schedule = (...args: Parameters<typeof schedule>) => {
        scheduled();
        return schedule(...args);
      };
      keepFresh(fake, refresherOf(fake));
    });
    expect(scheduled).not.toHaveBeenCalled();
  });

  it('has one timer at a time, of a minute at most (R33)', () => {
    const delays: number[] = [];
    marbles((fake) => {
      const { schedule } = fake.scheduler;
      fake.scheduler.schedule = (work: never, delay: number, state: never) => {
        delays.push(delay);
        return schedule(work, delay, state);
      };
      keep(fake, freshSession);
      destroyAt(fake, 150_000);
    });
    expect(delays).toEqual([60_000, 60_000, 60_000]);
  });

  it.each([10 * 365 * 86_400_000, 2 ** 31 + 5])(
    'ticks through a life of %d ms without a busy loop (R33)',
    (lifeMs) => {
      const delays: number[] = [];
      const context = marbles((fake) => {
        const { schedule } = fake.scheduler;
        fake.scheduler.schedule = (work: never, delay: number, state: never) => {
          delays.push(delay);
          return schedule(work, delay, state);
        };
        keep(fake, fakeSession({ expiresAt: START_AT + lifeMs }));
        destroyAt(fake, 120_500);
      });
      expect([sentAt(context), delays]).toEqual([[], [60_000, 60_000, 60_000]]);
    },
  );

  it('asks at most once a second for tokens that live no longer (R32, R33)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, ...[0, 1, 2, 3, 4].map((second) => answerAt(second * 1_000, 1_000)));
      keep(fake, fakeSession({ expiresAt: START_AT + 1_000, issuedAt: START_AT }));
      destroyAt(fake, 4_500);
    });
    expect(sentAt(context)).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it('asks once, not for ever, where the server’s clock is hours away (R32)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, fakeAnswer({ issuedAt: START_AT - 5 * HOUR_MS, serial: '2' }));
      keep(fake, expiredSession);
      destroyAt(fake, HOUR_MS / 2);
    });
    expect(sentAt(context)).toEqual([0]);
  });

  it('notices at the next tick that the clock was set back, and asks once for tokens of a known age (R32)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, fakeAnswer({ issuedAt: START_AT + 60_000, serial: '2' }));
      keep(fake, freshSession);
      fake.at(30_000, () => {
        fake.scheduler.offsetMs = -5 * HOUR_MS;
      });
      destroyAt(fake, HOUR_MS / 2);
    });
    expect(sentAt(context)).toEqual([60_000]);
  });

  it('asks again, with growing waits, where the clock was set back and that fails (R32)', () => {
    const context = marbles((fake) => {
      fake.environment.randomNumber = 1;
      const down = serviceError('InternalErrorException');
      fake.api.script(OPERATION, down, down, fakeAnswer({ issuedAt: START_AT + 63_000, serial: '2' }));
      keep(fake, freshSession);
      fake.at(30_000, () => {
        fake.scheduler.offsetMs = -5 * HOUR_MS;
      });
      destroyAt(fake, HOUR_MS / 2);
    });
    expect(sentAt(context)).toEqual([60_000, 61_000, 63_000]);
  });

  it('notices at the next tick that the device has slept', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, fakeAnswer({ issuedAt: START_AT + 60_000 + HOUR_MS, serial: '2' }));
      keep(fake, freshSession);
      fake.at(30_000, () => {
        fake.scheduler.offsetMs = HOUR_MS;
      });
      destroyAt(fake, HOUR_MS / 2);
    });
    expect(sentAt(context)).toEqual([60_000]);
  });

  it('looks at once when the page wakes (R23)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, fakeAnswer({ issuedAt: START_AT + 30_000 + HOUR_MS, serial: '2' }));
      keep(fake, freshSession);
      fake.at(30_000, () => {
        fake.scheduler.offsetMs = HOUR_MS;
        fake.environment.resumed$.next();
      });
      destroyAt(fake, 100_000);
    });
    expect(sentAt(context)).toEqual([30_000]);
  });

  it('does nothing when the page wakes with nobody signed in', () => {
    const { api } = marbles((fake) => {
      fake.signedOut();
      keepFresh(fake, refresherOf(fake));
      fake.environment.resumed$.next();
    });
    expect(api.calls).toEqual([]);
  });

  it('leaves a hidden page alone, until it is seen again', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, answerAt(5_000));
      fake.environment.visible = false;
      keep(fake, dueSession);
      fake.at(5_000, () => {
        fake.environment.visible = true;
        fake.environment.resumed$.next();
      });
      destroyAt(fake, 6_000);
    });
    expect(sentAt(context)).toEqual([5_000]);
  });

  it('sets no further timer once the page is hidden', () => {
    // Virtual time ends by itself only where no timer is left.
    const context = marbles((fake) => {
      keep(fake, freshSession);
      fake.at(1, () => {
        fake.environment.visible = false;
      });
    });
    expect([sentAt(context), context.scheduler.now()]).toEqual([[], START_AT + 60_000]);
  });

  it('goes on after a failure, not before it may (R30)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, throttlingError(30_000), answerAt(30_000));
      keep(fake, dueSession);
      destroyAt(fake, 40_000);
    });
    expect(sentAt(context)).toEqual([0, 30_000]);
  });

  it('asks with growing waits while a failure lasts (R30)', () => {
    const context = marbles((fake) => {
      fake.environment.randomNumber = 1;
      fake.api.script(OPERATION, ...Array.from({ length: 9 }, () => serviceError('InternalErrorException')));
      keep(fake, expiredSession);
      destroyAt(fake, 200_000);
    });
    expect(sentAt(context)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000]);
  });

  it('asks with growing waits while the device says it is offline, and at once when it is online (R30, #12.23)', () => {
    const context = marbles((fake) => {
      fake.environment.online = false;
      fake.environment.randomNumber = 1;
      const dropped = networkError();
      fake.api.script(OPERATION, dropped, dropped, dropped, dropped, answerAt(10_000));
      keep(fake, expiredSession);
      fake.at(10_000, () => {
        fake.environment.online = true;
        fake.environment.resumed$.next();
      });
      destroyAt(fake, 20_000);
    });
    expect(sentAt(context)).toEqual([0, 1_000, 3_000, 7_000, 10_000]);
    expect(context.errors.map(({ code }) => code)).toEqual(['Offline', 'Offline', 'Offline', 'Offline']);
  });

  it('refreshes in time where the id token ends first (R62)', () => {
    const context = marbles((fake) => {
      fake.api.script(OPERATION, answerAt(225_000));
      keep(fake, fakeSession({ idClaims: { exp: START_AT / 1000 + 300 } }));
      destroyAt(fake, 400_000);
    });
    expect(sentAt(context)).toEqual([225_000]);
  });

  it('stops with the session (R19)', () => {
    const context = marbles((fake) => {
      keep(fake, freshSession);
      fake.at(30_000, () => {
        endSession(fake, 'sessionExpired');
      });
    });
    expect([sentAt(context), context.scheduler.now()]).toEqual([[], START_AT + 30_000]);
  });

  it('leaves no timer and no listener after destroy (R45)', () => {
    const { environment, scheduler } = marbles((fake) => {
      keep(fake, freshSession);
      destroyAt(fake, 30_000);
    });
    expect([environment.resumed$.observed, scheduler.now()]).toEqual([false, START_AT + 30_000]);
  });
});
