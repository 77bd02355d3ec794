import type { IdentityProvider } from '../../pool/identities/identity-providers';
import type { Call } from '../../pool/pool';
import type { Answer } from '../../wire/http';
import { cookie, errorPage, page, redirect, refusalAsRedirect } from '../answers';
import { providersFor, readAuthorizationRequest, type AuthorizationRequest } from '../authorization-request';
import { answerFault, isFault, refuseByRedirect, signInBrowser } from '../authorize';
import type { Endpoint, EndpointRequest } from '../endpoint';
import { federatedUser } from './federated-user';
import { renderPage } from './pages';

const DAY_S = 86_400;
const RETURN_VALIDITY_MS = 300_000;
const COOKIE = 'provider';

/**
 * Stands in for an identity provider: a page to sign in as one of its users, or to give up. Its own cookie outlives
 * the one of managed login, and lets the next sign-in through without a question, as providers do.
 */
export const provider: Endpoint = {
  methods: ['GET', 'POST'],
  isForScripts: false,
  answer(request, call) {
    const wanted = readAuthorizationRequest(call.pool, request.url.searchParams);
    if (isFault(wanted)) return answerFault(request, wanted);
    const name = decodeURIComponent(request.url.pathname.split('/')[2] ?? '');
    const found = providersFor(call.pool, wanted.client).find((candidate) => candidate.name === name);
    if (!found) return errorPage('Unknown identity provider');
    if (request.method === 'POST') return takeChoice(request, call, wanted, found);
    const known = request.cookies.get(COOKIE);
    const asksAgain = ['login', 'select_account'].some((prompt) => wanted.prompts.includes(prompt));
    return known === undefined || known === '' || asksAgain
      ? choicePage(request, found, wanted)
      : comeBack(request, call, found, decodeURIComponent(known));
  },
  refuse: refuseByRedirect,
};

/** Takes the browser back from a provider, and signs it in. */
export const providerResponse: Endpoint = {
  methods: ['GET', 'POST'],
  isForScripts: false,
  answer(request, call) {
    const ticket = request.url.searchParams.get('code') ?? undefined;
    const { provider: from, subject, query } = call.pool.federatedReturns.take(ticket, call.now).challenge;
    const wanted = readAuthorizationRequest(call.pool, new URLSearchParams(query));
    if (isFault(wanted)) return answerFault(request, wanted);
    const account = from.accounts.get(subject) ?? { subject };
    const user = federatedUser(call, from, account);
    return signInBrowser(request, call, wanted, { user, provider: from.name });
  },
  refuse: (_, { error }) => errorPage(error),
};

function choicePage(
  { url }: EndpointRequest,
  { name, accounts }: IdentityProvider,
  { lang, loginHint }: AuthorizationRequest,
): Answer {
  const action = `${url.pathname}${url.search}`;
  const nameOf = ({
    subject,
    attributes = {},
  }: {
    subject: string;
    attributes?: Readonly<Record<string, string>>;
  }) => attributes['name'] ?? attributes['email'] ?? subject;
  const known = [...accounts.values()].map((account) => ({
    action,
    fields: [],
    button: { text: `Sign in as ${nameOf(account)}`, name: 'subject', value: account.subject },
  }));
  const another = {
    action,
    fields: [
      { name: 'subject', label: 'User id at the provider' },
      { name: 'email', label: 'Email address', type: 'email' as const, value: loginHint, isOptional: true },
    ],
    button: { text: 'Sign in as somebody else' },
  };
  const ends = [
    { action, fields: [], button: { text: 'Cancel', name: 'outcome', value: 'cancel' } },
    { action, fields: [], button: { text: 'Let the provider fail', name: 'outcome', value: 'fail' } },
  ];
  return page(
    renderPage({
      title: `Sign in with ${name}`,
      lang,
      notice: 'This page stands in for the provider. Nothing leaves this machine.',
      forms: [...known, another, ...ends],
    }),
  );
}

// The refusal by the user carries the client's state, the provider's own failure does not: both are met in the field.
function takeChoice(
  request: EndpointRequest,
  call: Call,
  { redirectUri, state }: AuthorizationRequest,
  found: IdentityProvider,
): Answer {
  const { form } = request;
  if (form.get('outcome') === 'cancel') {
    const refusal = { error: 'access_denied', description: 'User denied access', withState: true };
    return refusalAsRedirect(redirectUri, refusal, state);
  }
  const subject = form.get('subject') ?? '';
  if (form.get('outcome') === 'fail' || subject === '') {
    const refusal = { error: 'server_error', description: 'Error in the answer of the identity provider' };
    return refusalAsRedirect(redirectUri, refusal, state);
  }
  const email = form.get('email') ?? '';
  if (!found.accounts.has(subject)) {
    found.accounts.set(subject, { subject, ...(email !== '' && { attributes: { email } }) });
  }
  return comeBack(request, call, found, subject);
}

// The provider's own session is a cookie of its own path, which `/logout` never sees.
function comeBack(request: EndpointRequest, call: Call, found: IdentityProvider, subject: string): Answer {
  const back = { provider: found, subject, query: request.url.search };
  const code = call.pool.federatedReturns.open(back, call.now + RETURN_VALIDITY_MS, call.random);
  const path = `/provider/${encodeURIComponent(found.name)}`;
  const setCookie = cookie(request, COOKIE, encodeURIComponent(subject), DAY_S, path);
  return redirect('/oauth2/idpresponse', { code }, setCookie);
}
