import {
  AsyncSubject,
  catchError,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  switchMap,
  takeUntil,
  filter,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthAnswer } from '../../ports/cognito-api';
import type { SrpEphemeral } from '../../ports/srp';
import type { PoolContext } from '../pool-context';
import type { Answered, PasswordSrp, ProofInput, TokenRequest } from './answer';
import { givenChallengeOf } from './challenge-parameters';

/** Returns the metadata of an input as requests take it. */
export const metadataOf = ({
  clientMetadata,
}: Pick<ProofInput, 'clientMetadata'>): { ClientMetadata?: Readonly<Record<string, string>> } =>
  clientMetadata === undefined ? {} : { ClientMetadata: clientMetadata };

/** Creates the proof; a pair that was made ahead is used once, and dropped when somebody is signed in without it. */
export function createPasswordSrp(context: PoolContext, request$: TokenRequest): PasswordSrp {
  const { identity, machine, scheduler, srp } = context;
  const { destroyed$ } = machine;
  const ClientId = identity.userPoolClientId;
  const poolName = identity.userPoolId.slice(identity.userPoolId.indexOf('_') + 1);
  let prepared$: Observable<SrpEphemeral> | undefined;

  const ephemeral$ = (): Observable<SrpEphemeral> => {
    const taken$ = prepared$?.pipe(catchError(() => srp.ephemeral$())) ?? srp.ephemeral$();
    prepared$ = undefined;
    return taken$;
  };

  const signedIn$ = machine.moves$.pipe(filter(({ session }) => session !== undefined));
  merge(signedIn$, destroyed$)
    .pipe(
      mergeMap(() => {
        const unused$ = prepared$ ?? EMPTY;
        prepared$ = undefined;
        return unused$.pipe(catchError(() => EMPTY));
      }),
    )
    .subscribe((unused) => {
      unused.discard();
    });

  /** The claim can be made once. */
  const verify$ = (
    { username, password, clientMetadata }: ProofInput,
    ephemeral: SrpEphemeral,
    verifier: AuthAnswer,
  ): Observable<Answered> => {
    const { parameters: given, session } = givenChallengeOf(verifier);
    const userIdForSrp = given['USER_ID_FOR_SRP'] ?? username;
    const secretBlock = given['SECRET_BLOCK'] ?? '';
    const claim$ = ephemeral.claim$({
      poolName,
      userIdForSrp,
      password,
      salt: given['SALT'] ?? '',
      srpB: given['SRP_B'] ?? '',
      secretBlock,
      timestampAt: scheduler.now(),
    });
    return claim$.pipe(
      switchMap(({ signature, timestamp }) =>
        request$('RespondToAuthChallenge', {
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ...(session === undefined ? {} : { Session: session }),
          ChallengeResponses: {
            USERNAME: userIdForSrp,
            PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
            PASSWORD_CLAIM_SIGNATURE: signature,
            TIMESTAMP: timestamp,
          },
          ...metadataOf({ clientMetadata }),
        }),
      ),
      map((answer) => ({ answer, answersAs: userIdForSrp })),
    );
  };

  return {
    prove$: (input, open$) =>
      defer(ephemeral$).pipe(
        switchMap((ephemeral) =>
          open$(ephemeral.srpA).pipe(
            switchMap((answer) =>
              answer.ChallengeName === 'PASSWORD_VERIFIER'
                ? verify$(input, ephemeral, answer)
                : of({ answer, answersAs: input.username }),
            ),
            finalize(() => {
              ephemeral.discard();
            }),
          ),
        ),
      ),
    prepare$: () =>
      defer(() => {
        if (!prepared$) {
          const made$ = new AsyncSubject<SrpEphemeral>();
          prepared$ = made$;
          srp.ephemeral$().pipe(takeUntil(destroyed$)).subscribe(made$);
        }
        return prepared$.pipe(ignoreElements());
      }),
  };
}
