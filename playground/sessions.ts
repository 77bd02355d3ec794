import type { LaneId } from './lanes';
import type { PlaygroundPool } from './pool';

/** Which sign-ins, of all that the pool knows of an app client, are the session that its lanes speak of. */
export interface Sessions {
  /** A client begins without a session: what was before it is none of its. */
  open(id: LaneId): void;
  /** Somebody signs in. Until that has worked, the session before is still the one that is spoken of. */
  begin(id: LaneId): void;
  /** A client says that somebody is signed in; returns whether that is a session which was begun. */
  confirm(id: LaneId): boolean;
  /** The tokens of the session that the pool accepts. */
  liveTokensOf(id: LaneId): number;
}

/** Creates it. */
export function createSessions(pool: PlaygroundPool): Sessions {
  /** How many sign-ins there were before, by app client. */
  const before = new Map<string, number>();
  const begun = new Map<string, number>();
  const familiesOf = (client: string) => pool.tokenFamilies().filter(({ clientId }) => clientId === client);
  return {
    open: (id) => {
      const client = pool.clientIdOf(id);
      before.set(client, familiesOf(client).length);
      begun.delete(client);
    },
    begin: (id) => {
      const client = pool.clientIdOf(id);
      begun.set(client, familiesOf(client).length);
    },
    confirm: (id) => {
      const client = pool.clientIdOf(id);
      const first = begun.get(client);
      if (first === undefined) return false;
      before.set(client, first);
      return begun.delete(client);
    },
    liveTokensOf: (id) => {
      const client = pool.clientIdOf(id);
      return familiesOf(client)
        .slice(before.get(client) ?? 0)
        .reduce((sum, { liveTokens }) => sum + liveTokens.length, 0);
    },
  };
}
