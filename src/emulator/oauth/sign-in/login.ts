import { OWN_PROVIDER } from '../../pool/identities/identity-providers';
import type { Call } from '../../pool/pool';
import type { SsoSession } from '../../pool/sessions/sso-sessions';
import type { Answer } from '../../wire/http';
import { page } from '../answers';
import {
  admitsOwnUsers,
  providersFor,
  readAuthorizationRequest,
  type AuthorizationRequest,
} from '../authorization-request';
import {
  answerFault,
  isFault,
  liveSession,
  refuseByRedirect,
  returnWithCode,
  signInBrowser,
} from '../authorize';
import type { Endpoint, EndpointRequest } from '../endpoint';
import { takeLoginStep, type LoginProgress } from './login-steps';
import { renderPage, type Form } from './pages';

/** The page on which users of the pool sign in, and on which they choose another provider. */
export const login: Endpoint = {
  methods: ['GET', 'POST'],
  isForScripts: false,
  async answer(request, call) {
    const wanted = readAuthorizationRequest(call.pool, request.url.searchParams);
    if (isFault(wanted)) return answerFault(request, wanted);
    const session = wanted.prompts.includes('login') ? undefined : liveSession(request, call);
    if (request.method === 'GET') return loginPage(request, call, wanted, session);
    if (session && request.form.has('continue')) return returnWithCode(call, wanted, session);
    const progress = await takeLoginStep(call, wanted.client, request.form);
    if ('signedInUser' in progress) {
      return signInBrowser(request, call, wanted, { user: progress.signedInUser, provider: OWN_PROVIDER });
    }
    return stepPage(request, call, wanted, progress);
  },
  refuse: refuseByRedirect,
};

function loginPage(
  request: EndpointRequest,
  call: Call,
  wanted: AuthorizationRequest,
  session: SsoSession | undefined,
  problem?: string,
): Answer {
  const action = actionOf(request);
  const again: Form[] = session
    ? [
        {
          action,
          fields: [],
          button: { text: `Sign in as ${session.user.username}`, name: 'continue', value: '1' },
        },
      ]
    : [];
  const forms = admitsOwnUsers(wanted.client) ? [...again, credentialsForm(request, wanted)] : again;
  const links = providersFor(call.pool, wanted.client).map(({ name }) => ({
    text: `Continue with ${name}`,
    href: `/provider/${encodeURIComponent(name)}${request.url.search}`,
  }));
  return page(
    renderPage({ title: 'Sign in', lang: wanted.lang, problem, forms, links }),
    problem === undefined ? 200 : 400,
  );
}

function credentialsForm(request: EndpointRequest, { loginHint }: AuthorizationRequest): Form {
  return {
    action: actionOf(request),
    fields: [
      {
        name: 'username',
        label: 'Username',
        autocomplete: 'username',
        value: request.form.get('username') ?? loginHint,
      },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    button: { text: 'Sign in' },
  };
}

function stepPage(
  request: EndpointRequest,
  call: Call,
  wanted: AuthorizationRequest,
  progress: Exclude<LoginProgress, { signedInUser: unknown }>,
): Answer {
  const { problem, step } = progress;
  if (!step) return loginPage(request, call, wanted, undefined, problem);
  const hidden = { session: step.session, step: step.name };
  const fields = Object.entries(hidden).map(([name, value]) => ({
    name,
    value,
    label: name,
    isHidden: true,
  }));
  const forms = step.forms.map((form) => ({
    action: actionOf(request),
    fields: [...fields, ...form.fields],
    button: form.button,
  }));
  const { title, notice } = step;
  return page(
    renderPage({ title, notice, lang: wanted.lang, problem, forms }),
    problem === undefined ? 200 : 400,
  );
}

function actionOf({ url }: EndpointRequest): string {
  return `/login${url.search}`;
}
