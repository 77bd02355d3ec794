import type { HostedUiProvider, SignInWithRedirectInput } from 'rx-cognito';
import { argumentError } from './errors';
import type { Settings } from '../options';

/** The providers by amplify-js's names, and what they are called at Cognito. */
const NAMES: ReadonlyMap<unknown, string> = new Map([
  ['Google', 'Google'],
  ['Facebook', 'Facebook'],
  ['Amazon', 'LoginWithAmazon'],
  ['Apple', 'SignInWithApple'],
]);

const PROMPTS: readonly unknown[] = ['NONE', 'LOGIN', 'CONSENT', 'SELECT_ACCOUNT'];

/** What stands for a sign-in in the address that it leaves for. */
export interface Proof {
  readonly clientId: string;
  readonly redirectUrl: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function providerFields(provider: HostedUiProvider | undefined): Record<string, string | undefined> {
  if (provider === undefined) return {};
  const name = NAMES.get(provider);
  const { custom = name, idpIdentifier } = Object(provider) as { custom?: unknown; idpIdentifier?: unknown };
  if (isText(custom)) return { identity_provider: custom };
  if (isText(idpIdentifier)) return { idp_identifier: idpIdentifier };
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
  for (const [argument, value] of Object.entries({ loginHint, lang, resource })) {
    if (value !== undefined && typeof value !== 'string') throw argumentError(argument, 'a text');
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
