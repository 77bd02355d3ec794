import type { FederatedUserOptions, IdentityProviderOptions } from '../../options';

/** The name under which the pool's own users are signed in. */
export const OWN_PROVIDER = 'COGNITO';

/** An identity provider with its defaults filled in. */
export interface IdentityProvider {
  readonly name: string;
  readonly type: NonNullable<IdentityProviderOptions['type']>;
  readonly identifiers: readonly string[];
  /** Who has an account there, by subject; whoever is made up on the provider's page is added. */
  readonly accounts: Map<string, FederatedUserOptions>;
}

const SOCIAL = ['Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'] as const;

/** A browser on its way back from a provider. */
export interface FederatedReturn {
  readonly provider: IdentityProvider;
  readonly subject: string;
  /** The query with which it left. */
  readonly query: string;
}

/** Completes the identity providers of a pool. */
export function identityProvidersFrom(
  options: readonly IdentityProviderOptions[],
): readonly IdentityProvider[] {
  return options.map(({ name, type, identifiers = [], users = [] }) => ({
    name,
    type: type ?? SOCIAL.find((social) => social === name) ?? 'OIDC',
    identifiers,
    accounts: new Map(users.map((user) => [user.subject, user])),
  }));
}
