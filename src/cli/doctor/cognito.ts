import type * as AwsSdk from '@aws-sdk/client-cognito-identity-provider';
import type {
  CognitoIdentityProviderClient,
  UpdateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CliIo } from '../io';
import { callFailureOf, interrupted, timedOut } from './call-failure';
import { isLoopbackHost, type DoctorOptions } from './options';
import { keepRawBodies, rawAnswerOf, type RawAnswer } from './raw-client';

/** The calls that only read. */
export type ReadOperation =
  | 'DescribeUserPool'
  | 'DescribeUserPoolClient'
  | 'GetUserPoolClientSessionConfiguration'
  | 'GetUserPoolMfaConfig'
  | 'GetUserPoolSessionConfiguration'
  | 'ListUserPoolClients';

/** The administrator's side of a user pool. Both reject with a `CallFailure`. */
export interface Cognito {
  /** Asks, more than once where that helps. */
  read(operation: ReadOperation): Promise<RawAnswer>;
  /** Updates the app client: one request, which is never sent again by itself. */
  update(input: UpdateUserPoolClientCommandInput): Promise<void>;
}

type Sdk = typeof AwsSdk;
type Ids = Pick<DoctorOptions, 'userPoolId' | 'userPoolClientId'>;

const LIMIT_MS = 20_000;

/** Signs requests to this machine, where an emulator looks at no signature and no credentials need be looked for. */
const PLACEHOLDER = { accessKeyId: 'none', secretAccessKey: 'none' };
const NAMES_CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|PROFILE|SHARED_CREDENTIALS_FILE|CONFIG_FILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_.*)$/;

/** Loads the SDK and points it to the pool; its default chain finds the credentials when the first call is made. */
export async function connectToCognito(
  options: Pick<DoctorOptions, 'userPoolId' | 'userPoolClientId' | 'endpoint'>,
  { env, stop }: Pick<CliIo, 'env' | 'stop'>,
  limitMs: number = LIMIT_MS,
): Promise<Cognito> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const { endpoint } = options;
  const isHere = endpoint !== undefined && isLoopbackHost(new URL(endpoint).hostname);
  const isPlaceholder = isHere && !Object.keys(env).some((name) => NAMES_CREDENTIALS.test(name));
  const config = {
    region: options.userPoolId.split('_')[0] ?? '',
    ...(endpoint !== undefined && { endpoint }),
    ...(isPlaceholder && { credentials: PLACEHOLDER }),
  };
  const reader = new sdk.CognitoIdentityProviderClient({ ...config, maxAttempts: 3 });
  const { credentials } = reader.config;
  const writer = new sdk.CognitoIdentityProviderClient({ ...config, credentials, maxAttempts: 1 });
  keepRawBodies(reader);
  return {
    read: async (operation) =>
      rawAnswerOf(
        await bounded((signal) => readFrom(reader, sdk, operation, options, signal), limitMs, stop),
      ),
    // Once sent it is waited for, interrupted or not: what became of it is to be told.
    update: async (input) => {
      const command = new sdk.UpdateUserPoolClientCommand(input);
      await bounded((abortSignal) => writer.send(command, { abortSignal }), limitMs);
    },
  };
}

function readFrom(
  client: CognitoIdentityProviderClient,
  sdk: Sdk,
  operation: ReadOperation,
  ids: Ids,
  abortSignal: AbortSignal,
): Promise<unknown> {
  const inPool = { UserPoolId: ids.userPoolId };
  const inClient = { ...inPool, ClientId: ids.userPoolClientId };
  const options = { abortSignal };
  switch (operation) {
    case 'DescribeUserPool':
      return client.send(new sdk.DescribeUserPoolCommand(inPool), options);
    case 'DescribeUserPoolClient':
      return client.send(new sdk.DescribeUserPoolClientCommand(inClient), options);
    case 'GetUserPoolClientSessionConfiguration':
      return client.send(new sdk.GetUserPoolClientSessionConfigurationCommand(inClient), options);
    case 'GetUserPoolMfaConfig':
      return client.send(new sdk.GetUserPoolMfaConfigCommand(inPool), options);
    case 'GetUserPoolSessionConfiguration':
      return client.send(new sdk.GetUserPoolSessionConfigurationCommand(inPool), options);
    case 'ListUserPoolClients':
      return client.send(new sdk.ListUserPoolClientsCommand({ ...inPool, MaxResults: 60 }), options);
  }
}

async function bounded(
  send: (signal: AbortSignal) => Promise<unknown>,
  limitMs: number,
  stop?: AbortSignal,
): Promise<unknown> {
  const given = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    given.signal.addEventListener('abort', () => {
      reject(stop?.aborted ? interrupted() : timedOut(limitMs));
    });
  });
  const end = (): void => {
    given.abort();
  };
  const timer = setTimeout(end, limitMs);
  stop?.addEventListener('abort', end);
  if (stop?.aborted) end();
  try {
    // The search for credentials knows no signal.
    return await Promise.race([ended, send(given.signal)]);
  } catch (thrown) {
    throw callFailureOf(thrown);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', end);
  }
}
