import type { HostedUiProvider, SignInWithRedirectInput } from 'rx-cognito';
import { argumentError } from './errors';
import type { Settings } from '../options';

/** The providers whose names at Cognito are other than amplify-js's. */
const NAMES: Readonly<Partial<Record<string, string>>> = {
  Google: 'Google',
  Facebook: 'Facebook',
  Amazon: 'LoginWithAmazon',
  Apple: 'SignInWithApple',
};

const PROMPTS: readonly unknown[] = ['NONE', 'LOGIN', 'CONSENT', 'SELECT_ACCOUNT'];

/** What stands for a sign-in in the address that it leaves for. */
export interface Proof {
  readonly clientId: string;
  readonly redirectUrl: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

function providerFields(provider: HostedUiProvider | undefined): Record<string, string | undefined> {
  if (provider === undefined) return {};
  if (typeof provider === 'string') {
    const name = NAMES[provider];
    if (name !== undefined) return { identity_provider: name };
  } else if ('custom' in provider) return { identity_provider: provider.custom };
  else if ('idpIdentifier' in provider) return { idp_identifier: provider.idpIdentifier };
  throw argumentError('provider', "'Google', 'Facebook', 'Amazon', 'Apple', { custom } or { idpIdentifier }");
}

/** Returns the parameters that the caller chose. @throws AuthError of kind `validation` */
export function chosenFields({
  provider,
  prompt,
  loginHint,
  lang,
  resource,
}: SignInWithRedirectInput): Record<string, string | undefined> {
  if (prompt !== undefined && !PROMPTS.includes(prompt)) {
    throw argumentError('prompt', 'NONE, LOGIN, CONSENT or SELECT_ACCOUNT');
  }
  return {
    ...providerFields(provider),
    prompt: prompt?.toLowerCase(),
    login_hint: loginHint,
    lang,
    resource,
  };
}

/** Writes the query of an address; what is `undefined` is left out. */
export const queryOf = (fields: Readonly<Record<string, string | undefined>>): string =>
  String(
    new URLSearchParams(
      Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  );

/** Writes the address at which managed login signs in. */
export const authorizeUrl = (
  { server, scopes }: Settings,
  chosen: Readonly<Record<string, string | undefined>>,
  { clientId, redirectUrl, state, nonce, challenge }: Proof,
): string =>
  `${server}/oauth2/authorize?${queryOf({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUrl,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...chosen,
  })}`;
