import { defer, of } from 'rxjs';
import type { Observable } from 'rxjs';
import type { DeviceVerifier, Srp, SrpChallenge, SrpClaim } from '../../src/ports/srp';

/** SRP without its arithmetic: specs see what it was given, and choose what it answers. */
export interface FakeSrp extends Srp {
  /** What a claim emits. */
  claim$: Observable<SrpClaim>;
  /** The challenges that claims were asked for. */
  readonly challenges: readonly SrpChallenge[];
  readonly ephemerals: number;
  readonly discarded: number;
  /** What a device is verified by. */
  verifier$: Observable<DeviceVerifier>;
}

/** Creates the fake; the public values are `a1`, `a2`, … */
export function createFakeSrp(): FakeSrp {
  const challenges: SrpChallenge[] = [];
  let ephemerals = 0;
  let discarded = 0;
  const srp: FakeSrp = {
    claim$: of({ signature: 'signature', timestamp: 'Mon Jan 5 12:00:00 UTC 2026' }),
    verifier$: of({ password: 'device-password', salt: 'salt', verifier: 'verifier' }),
    deviceVerifier$: () => defer(() => srp.verifier$),
    challenges,
    get ephemerals() {
      return ephemerals;
    },
    get discarded() {
      return discarded;
    },
    ephemeral$: () =>
      defer(() => {
        ephemerals += 1;
        return of({
          srpA: `a${ephemerals}`,
          claim$: (challenge: SrpChallenge) =>
            defer(() => {
              challenges.push(challenge);
              return srp.claim$;
            }),
          discard: () => {
            discarded += 1;
          },
        });
      }),
  };
  return srp;
}
