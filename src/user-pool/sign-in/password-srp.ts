import { finalize, map, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AuthAnswer } from '../../ports/cognito-api';
import type { DeviceKeys, SrpChallenge, SrpEphemeral } from '../../ports/srp';
import type { PoolContext } from '../pool-context';
import type { Answered, GivenChallenge, PasswordSrp, ProofInput, TokenRequest } from './answer';
import { givenChallengeOf } from './challenge-parameters';
import { createPreparedEphemeral } from './prepared-ephemeral';

const verifierOf = (device: DeviceKeys | undefined): string =>
  device ? 'DEVICE_PASSWORD_VERIFIER' : 'PASSWORD_VERIFIER';

/** Returns the metadata of an input as requests take it. */
export const metadataOf = ({
  clientMetadata,
}: Pick<ProofInput, 'clientMetadata'>): { ClientMetadata?: Readonly<Record<string, string>> } =>
  clientMetadata === undefined ? {} : { ClientMetadata: clientMetadata };

/** Reads what a password is proven by, or a device, whose name and secret then stand for the user's. */
function srpChallengeOf(
  { identity: { userPoolId }, scheduler }: PoolContext,
  { password, device }: ProofInput,
  parameters: GivenChallenge['parameters'],
  answersAs: string,
): SrpChallenge {
  return {
    poolName: device?.deviceGroupKey ?? userPoolId.slice(userPoolId.indexOf('_') + 1),
    userIdForSrp: device?.deviceKey ?? answersAs,
    password,
    salt: parameters['SALT'] ?? '',
    srpB: parameters['SRP_B'] ?? '',
    secretBlock: parameters['SECRET_BLOCK'] ?? '',
    timestampAt: scheduler.now(),
  };
}

/** Creates the proof; a pair that was made ahead is used once, and dropped when somebody is signed in without it. */
export function createPasswordSrp(context: PoolContext, request$: TokenRequest): PasswordSrp {
  const ClientId = context.identity.userPoolClientId;
  const ephemerals = createPreparedEphemeral(context);

  /** The claim can be made once. */
  const verify$ = (
    input: ProofInput,
    ephemeral: SrpEphemeral,
    verifier: AuthAnswer,
  ): Observable<Answered> => {
    const { username, typed = username, device, clientMetadata } = input;
    const { parameters, session } = givenChallengeOf(verifier);
    const answersAs = parameters[device ? 'USERNAME' : 'USER_ID_FOR_SRP'] ?? username;
    const challenge = srpChallengeOf(context, input, parameters, answersAs);
    const { secretBlock } = challenge;
    return ephemeral.claim$(challenge).pipe(
      switchMap(({ signature, timestamp }) =>
        request$(
          'RespondToAuthChallenge',
          {
            ClientId,
            ChallengeName: verifierOf(device),
            ...(session === undefined ? {} : { Session: session }),
            ChallengeResponses: {
              USERNAME: answersAs,
              PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
              PASSWORD_CLAIM_SIGNATURE: signature,
              TIMESTAMP: timestamp,
            },
            ...metadataOf({ clientMetadata }),
          },
          typed,
        ),
      ),
      map((answer) => ({ answer, answersAs })),
    );
  };

  return {
    prove$: (input, open$) =>
      ephemerals.take$().pipe(
        switchMap((ephemeral) =>
          open$(ephemeral.srpA).pipe(
            switchMap((answer) =>
              answer.ChallengeName === verifierOf(input.device)
                ? verify$(input, ephemeral, answer)
                : of({ answer, answersAs: input.username }),
            ),
            finalize(() => {
              ephemeral.discard();
            }),
          ),
        ),
      ),
    prepare$: () => ephemerals.prepare$(),
  };
}
