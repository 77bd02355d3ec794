import { hmac } from '../../crypto/digest';
import { toBase64, utf8 } from '../../crypto/encoding';
import type { RandomSource } from '../../crypto/random';
import { notAuthorized, resourceNotFound } from '../../errors';
import type { AppClientOptions } from '../../options';
import { behaviourOf, requireValidities, settingsFrom, type ClientBehaviour } from './client-behaviour';
import type { ClientSettings } from './client-settings';

/** An app client: what it is, and what it does by its present settings. */
export interface AppClient extends ClientBehaviour {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly settings: ClientSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** How long managed login may reuse a session of the browser, in minutes. */
  readonly ssoSessionMinutes: number;
}

/** The app clients of a pool. */
export class AppClients {
  readonly #clients: readonly [AppClient, ...AppClient[]];

  constructor(options: readonly AppClientOptions[], random: RandomSource, now: number) {
    const [first = {}, ...others] = options;
    this.#clients = [
      completeClient(first, random, now),
      ...others.map((client) => completeClient(client, random, now)),
    ];
    const ids = this.#clients.map(({ clientId }) => clientId);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) throw new TypeError(`There are two app clients ${JSON.stringify(twice)}.`);
  }

  get all(): readonly AppClient[] {
    return this.#clients;
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

  /** Changes a client in place: whoever holds it, a session say, goes by its new settings. */
  change(client: AppClient, change: Partial<Pick<AppClient, 'settings' | 'ssoSessionMinutes'>>, now: number) {
    const settings = change.settings ?? client.settings;
    const behaviour = behaviourOf(settings);
    if (change.settings) requireValidities(behaviour);
    Object.assign(client, change, behaviour, { modifiedAt: now });
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

function completeClient(options: AppClientOptions, random: RandomSource, now: number): AppClient {
  const settings = settingsFrom(options);
  return {
    clientId: options.clientId ?? random.uuid().replaceAll('-', '').slice(0, 26),
    clientSecret: options.clientSecret,
    settings,
    createdAt: now,
    modifiedAt: now,
    ssoSessionMinutes: options.oauth?.ssoMaxValidityMinutes ?? 60,
    ...behaviourOf(settings),
  };
}
