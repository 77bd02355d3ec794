import { createAwsCognitoApi } from './adapters/aws/aws-cognito-api';
import type { SdkChunk } from './adapters/aws/sdk-chunk';
import { createLazySrp } from './adapters/srp/lazy-srp';
import { createWebLocks } from './adapters/web/web-locks';
import type { AuthOptions } from './auth-options';
import type { AuthContext } from './flows/auth-context';
import { createOperations } from './flows/create-operations';
import type { OperationParts } from './flows/create-operations';
import type { Operations } from './flows/operations';
import { validateOnFocus } from './flows/validate-on-focus';

/** A client with a secret speaks to Cognito through a chunk that most applications never load. */
const secretClientLoader = (userPoolClientId: string, value: string) => (): Promise<SdkChunk> =>
  import('./adapters/aws/client-secret-api').then(({ clientSecretChunk }) =>
    clientSecretChunk({ userPoolClientId, value }),
  );

/** Creates the operations over the adapters that speak to the user pool: the chunk that `createAuth` loads. */
export function createPoolOperations(
  context: AuthContext,
  options: AuthOptions,
  parts: OperationParts,
): Operations {
  const { identity, scheduler } = context;
  const { userPoolId, userPoolClientId } = identity;
  const { client, userPoolClientSecret: secret, userPoolEndpoint: endpoint } = options;
  const api = createAwsCognitoApi({
    region: userPoolId.slice(0, userPoolId.indexOf('_')),
    endpoint,
    client: client && (() => client),
    ...(secret === undefined ? {} : { load: secretClientLoader(userPoolClientId, secret) }),
  });
  const locks = createWebLocks(`rx-cognito.${userPoolClientId}.refresh`, { scheduler });
  const poolContext = { ...context, api, locks, srp: createLazySrp() };
  const operations = createOperations(poolContext, parts);
  if (options.validateOnFocus === true) validateOnFocus(poolContext, operations.sendAuthorised$);
  return operations;
}
