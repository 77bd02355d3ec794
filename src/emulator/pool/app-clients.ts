import { hmac } from '../crypto/digest';
import { toBase64, utf8 } from '../crypto/encoding';
import type { RandomSource } from '../crypto/random';
import { notAuthorized, resourceNotFound } from '../errors';
import type { AppClientOptions, ExplicitAuthFlow, OAuthOptions } from '../options';

const HOUR_MS = 3_600_000;

const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

const EVERY_FLOW: readonly ExplicitAuthFlow[] = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

/** An app client with its defaults filled in. */
export interface AppClient {
  readonly clientId: string;
  readonly clientName: string;
  readonly clientSecret: string | undefined;
  readonly explicitAuthFlows: readonly ExplicitAuthFlow[];
  readonly refreshTokenRotation: { readonly graceSeconds: number } | undefined;
  readonly tokenRevocation: boolean;
  readonly preventUserExistenceErrors: boolean;
  readonly accessTokenValidityMs: number;
  readonly idTokenValidityMs: number;
  readonly refreshTokenValidityMs: number;
  readonly authSessionValidityMs: number;
  readonly oauth: Required<Omit<OAuthOptions, 'identityProviders'>> & Pick<OAuthOptions, 'identityProviders'>;
}

/** The app clients of a pool. */
export class AppClients {
  readonly #clients: readonly [AppClient, ...AppClient[]];

  constructor(options: readonly AppClientOptions[], random: RandomSource) {
    const [first = {}, ...others] = options;
    this.#clients = [
      completeClient(first, random),
      ...others.map((client) => completeClient(client, random)),
    ];
  }

  /** The client that tests get without asking for one. */
  get default(): AppClient {
    return this.#clients[0];
  }

  find(clientId: string): AppClient | undefined {
    return this.#clients.find((client) => client.clientId === clientId);
  }

  /** Finds a client, or refuses the call. */
  get(clientId: string): AppClient {
    const client = this.find(clientId);
    if (!client) throw resourceNotFound(`User pool client ${clientId} does not exist.`);
    return client;
  }
}

/** Refuses a call to a client with a secret unless its `SECRET_HASH` is right for one of the user's names. */
export async function requireSecretHash(
  client: AppClient,
  usernames: readonly string[],
  secretHash: string | undefined,
): Promise<void> {
  if (client.clientSecret === undefined) return;
  if (secretHash === undefined) {
    throw notAuthorized(
      `Client ${client.clientId} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const key = utf8(client.clientSecret);
  const expected = usernames.map(async (name) => toBase64(await hmac(key, utf8(name + client.clientId))));
  if (!(await Promise.all(expected)).includes(secretHash)) {
    throw notAuthorized(`Unable to verify secret hash for client ${client.clientId}`);
  }
}

function completeClient(options: AppClientOptions, random: RandomSource): AppClient {
  const rotates = options.refreshTokenRotation !== undefined;
  return {
    clientId: options.clientId ?? random.uuid().replaceAll('-', '').slice(0, 26),
    clientName: options.clientName ?? 'emulated-client',
    clientSecret: options.clientSecret,
    explicitAuthFlows:
      options.explicitAuthFlows ??
      EVERY_FLOW.filter((flow) => !(rotates && flow === 'ALLOW_REFRESH_TOKEN_AUTH')),
    refreshTokenRotation: options.refreshTokenRotation,
    tokenRevocation: options.tokenRevocation ?? true,
    preventUserExistenceErrors: options.preventUserExistenceErrors ?? true,
    accessTokenValidityMs: options.accessTokenValidityMs ?? HOUR_MS,
    idTokenValidityMs: options.idTokenValidityMs ?? HOUR_MS,
    refreshTokenValidityMs: options.refreshTokenValidityMs ?? 30 * 24 * HOUR_MS,
    authSessionValidityMs: options.authSessionValidityMs ?? 180_000,
    oauth: {
      callbackUrls: [],
      logoutUrls: [],
      flows: options.oauth ? ['code'] : [],
      scopes: STANDARD_SCOPES,
      ssoMaxValidityMinutes: 60,
      ...options.oauth,
    },
  };
}
