import { defer, map } from 'rxjs';
import type { Observable } from 'rxjs';
import { checkedPassword } from '../../flows/sign-in/input';
import type { SignInInput } from '../../flows/sign-in/input';
import type { AuthAnswer } from '../../ports/cognito-api';
import type { PoolContext } from '../pool-context';
import type { Answered, PasswordSrp, TokenRequest } from './answer';
import { metadataOf } from './password-srp';

/** Creates the first exchange of a sign-in, up to the first answer that is not the flow's own business. */
export function createFirstFactor(
  context: PoolContext,
  request$: TokenRequest,
  srp: PasswordSrp,
): (input: SignInInput) => Observable<Answered> {
  const ClientId = context.identity.userPoolClientId;

  const initiate$ = (
    input: SignInInput,
    AuthFlow: string,
    parameters: Readonly<Record<string, string>>,
  ): Observable<AuthAnswer> =>
    request$('InitiateAuth', {
      ClientId,
      AuthFlow,
      AuthParameters: { USERNAME: input.username, ...parameters },
      ...(input.session === undefined ? {} : { Session: input.session }),
      ...metadataOf(input),
    });

  const plain$ = (
    input: SignInInput,
    authFlow: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Observable<Answered> =>
    initiate$(input, authFlow, parameters).pipe(map((answer) => ({ answer, answersAs: input.username })));

  const bySrp$ = (
    input: SignInInput,
    authFlow: string,
    parameters: Readonly<Record<string, string>> = {},
  ): Observable<Answered> => {
    const { username, clientMetadata } = input;
    const password = checkedPassword('password', input.password);
    return srp.prove$({ username, password, clientMetadata }, (srpA) =>
      initiate$(input, authFlow, { SRP_A: srpA, ...parameters }),
    );
  };

  /** A password goes along only with the factor that takes it; without one, the pool asks for it. */
  const byChoice$ = (input: SignInInput): Observable<Answered> => {
    const { preferredChallenge, password } = input;
    const preferred = preferredChallenge === undefined ? {} : { PREFERRED_CHALLENGE: preferredChallenge };
    if (password === undefined) return plain$(input, 'USER_AUTH', preferred);
    if (preferredChallenge === 'PASSWORD_SRP') return bySrp$(input, 'USER_AUTH', preferred);
    return plain$(input, 'USER_AUTH', {
      ...preferred,
      ...(preferredChallenge === 'PASSWORD' ? { PASSWORD: password } : {}),
    });
  };

  return (input) =>
    defer(() => {
      switch (input.authFlowType ?? 'USER_SRP_AUTH') {
        case 'USER_PASSWORD_AUTH':
          return plain$(input, 'USER_PASSWORD_AUTH', {
            PASSWORD: checkedPassword('password', input.password),
          });
        case 'USER_SRP_AUTH':
          return bySrp$(input, 'USER_SRP_AUTH');
        case 'USER_AUTH':
          return byChoice$(input);
        case 'CUSTOM_WITH_SRP':
          return bySrp$(input, 'CUSTOM_AUTH', { CHALLENGE_NAME: 'SRP_A' });
        case 'CUSTOM_WITHOUT_SRP':
          return plain$(input, 'CUSTOM_AUTH');
      }
    });
}
