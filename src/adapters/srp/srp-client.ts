import { catchError, defer, map, throwError } from 'rxjs';
import type { Srp, SrpChallenge, SrpEphemeral } from '../../ports/srp';
import { bigintOfBytes } from './bytes';
import { computeClaim$ } from './srp-claim';
import type { SrpPair } from './srp-claim';
import { computeDeviceVerifier$ } from './device-verifier';
import { asSrpError, ephemeralUsed } from './srp-errors';
import type { SrpPlatform } from './srp-platform';

/** RFC 5054 §2.5.3 asks for at least 256 bits, and no more would make a 3072-bit group stronger. */
const SECRET_BYTES = 32;

/** Creates an SRP client over a platform, which is looked for anew by each sign-in. */
export function createSrp(findPlatform: () => SrpPlatform): Srp {
  return {
    ephemeral$: () =>
      defer(() => {
        const platform = findPlatform();
        const secret = bigintOfBytes(platform.randomBytes(SECRET_BYTES));
        return platform
          .powerOfG$(secret)
          .pipe(map((power) => createEphemeral(platform, { secret, public: power })));
      }).pipe(catchError((thrown: unknown) => throwError(() => asSrpError(thrown)))),
    deviceVerifier$: (device) =>
      defer(() => computeDeviceVerifier$(findPlatform(), device)).pipe(
        catchError((thrown: unknown) => throwError(() => asSrpError(thrown))),
      ),
  };
}

/**
 * Holds a pair until the first claim. The pair and the challenge lie in variables that are emptied, not in
 * parameters that a closure would keep alive for as long as somebody holds the ephemeral or the Observable.
 */
function createEphemeral(platform: SrpPlatform, ownPair: SrpPair): SrpEphemeral {
  let pair: SrpPair | undefined = ownPair;
  const takePair = (): SrpPair | undefined => {
    const taken = pair;
    pair = undefined;
    return taken;
  };
  return {
    srpA: ownPair.public.toString(16),
    claim$: (givenChallenge) => {
      let challenge: SrpChallenge | undefined = givenChallenge;
      return defer(() => {
        const [taken, given] = [takePair(), challenge];
        challenge = undefined;
        if (taken === undefined || given === undefined) throw ephemeralUsed();
        return computeClaim$(platform, taken, given);
      }).pipe(catchError((thrown: unknown) => throwError(() => asSrpError(thrown))));
    },
    discard: () => {
      pair = undefined;
    },
  };
}
