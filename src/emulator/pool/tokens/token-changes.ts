import type { AppClient } from '../clients/app-clients';
import type { Pool } from '../pool';
import { awaitTrigger, type ClaimChanges, type PreTokenGenerationEvent } from '../triggers/triggers';

/** The claims of both tokens of a sign-in. */
interface Claims {
  readonly access: Readonly<Record<string, unknown>>;
  readonly id: Readonly<Record<string, unknown>>;
}

/** What a trigger says about tokens, ready to be applied. */
export interface TokenChanges {
  readonly apply: (claims: Claims) => Claims;
}

// What makes a token this pool's, this user's and this client's is not for triggers.
const FIXED = new Set(
  'acr amr at_hash aud auth_time azp client_id event_id exp iat identities iss jti nbf nonce origin_jti scope sub token_use username'
    .split(' ')
    .concat('cognito:username'),
);

/** Asks the pool's pre-token-generation trigger what it has to say about the tokens that are being made. */
export async function askForChanges(
  { rules, id: userPoolId }: Pool,
  client: AppClient,
  event: Omit<PreTokenGenerationEvent, 'userPoolId' | 'clientId' | 'clientMetadata'>,
): Promise<TokenChanges | undefined> {
  const trigger = rules.triggers?.preTokenGeneration;
  if (!trigger) return undefined;
  const told = { ...event, userPoolId, clientId: client.clientId, clientMetadata: {} };
  const answer = (await awaitTrigger('PreTokenGeneration', () => trigger.run(told))) ?? {};
  const { claimsOverrideDetails: first, claimsAndScopeOverrideDetails: later } = answer;
  if (trigger.version === 1) {
    const groups = first?.groupOverrideDetails?.groupsToOverride;
    return {
      apply: ({ access, id }) => ({
        access: withGroups(access, groups),
        id: changed(withGroups(id, groups), first),
      }),
    };
  }
  const groups = later?.groupOverrideDetails?.groupsToOverride;
  const { scopesToAdd = [], scopesToSuppress = [] } = later?.accessTokenGeneration ?? {};
  const scopes = [...event.scopes, ...scopesToAdd].filter((scope) => !scopesToSuppress.includes(scope));
  return {
    apply: ({ access, id }) => ({
      access: {
        ...changed(withGroups(access, groups), later?.accessTokenGeneration),
        scope: [...new Set(scopes)].join(' '),
      },
      id: changed(withGroups(id, groups), later?.idTokenGeneration),
    }),
  };
}

function withGroups(claims: Claims['id'], groups: readonly string[] | undefined): Claims['id'] {
  return groups === undefined ? claims : { ...claims, 'cognito:groups': groups };
}

function changed(claims: Claims['id'], changes: ClaimChanges = {}): Claims['id'] {
  const { claimsToAddOrOverride = {}, claimsToSuppress = [] } = changes;
  const kept = Object.entries(claims).filter(([name]) => FIXED.has(name) || !claimsToSuppress.includes(name));
  const added = Object.entries(claimsToAddOrOverride).filter(
    ([name]) => !FIXED.has(name) && !claimsToSuppress.includes(name),
  );
  return Object.fromEntries([...kept, ...added]);
}
