import { AsyncSubject } from 'rxjs';
import type { Observable } from 'rxjs';
import type { RefreshOptions } from '../../flows/load-user-pool';
import type { Session } from '../../model/session';
import { isHeld } from './held-renewal';
import { createLanding } from './landing';
import type { Flight, LandingParts } from './landing';
import { createRenew } from './renewal';
import type { AskForTokens } from './token-request';

/** The flights of a session: renewals, one at a time, each shared by all who want its tokens. */
export interface Flights {
  /** The flight that is under way; one for a session that is over is none. */
  readonly current: Flight | undefined;
  /** Starts a flight, at once. Emits its result and completes; unsubscribing does not cancel it. */
  takeOff$(session: Session, epoch: string, options: RefreshOptions): Observable<Session>;
}

/** What flights work with. */
export interface FlightParts extends Omit<LandingParts, 'leave'> {
  readonly askForTokens$: AskForTokens;
  /** How many have asked for a refresh so far. */
  readonly callsSoFar: () => number;
}

/** Makes a flight, which has not taken off. */
function flightOf(
  asked: Session,
  epoch: string,
  { isForced = false, refused }: RefreshOptions,
  callsSoFar: () => number,
): Flight {
  const flight: Flight = {
    result$: new AsyncSubject(),
    sentAfter: undefined,
    renewal: {
      epoch,
      asked,
      isForced,
      isAccessTokenRefused: refused !== undefined,
      isClaimed: false,
      onSent: () => {
        flight.sentAfter = callsSoFar();
      },
    },
  };
  return flight;
}

/** Creates the flights: none is under way. */
export function createFlights({ askForTokens$, callsSoFar, ...parts }: FlightParts): Flights {
  const { context } = parts;
  const renew$ = createRenew(context, askForTokens$);
  let flight: Flight | undefined;
  const land = createLanding({
    ...parts,
    leave: (landed) => {
      if (flight === landed) flight = undefined;
    },
  });

  return {
    get current() {
      return flight && isHeld(context, flight.renewal) ? flight : undefined;
    },
    takeOff$(session, epoch, options) {
      const started = flightOf(session, epoch, options, callsSoFar);
      flight = started;
      context.machine.send({ type: 'refreshStarted', epoch });
      // A subscriber that was told of it may have ended the session.
      if (isHeld(context, started.renewal)) {
        renew$(started.renewal).subscribe((outcome) => {
          land(started, outcome);
        });
      }
      return started.result$;
    },
  };
}
