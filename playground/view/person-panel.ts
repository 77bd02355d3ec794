import { h } from 'vue';
import type { VNode, VNodeChild } from 'vue';
import { stateWords } from '../clients/rx-cognito';
import type { Playground } from '../playground';
import type { View } from '../view';
import { button, form, panel } from './elements';

const username = (value: string) => ({
  name: 'username',
  label: 'User name',
  value,
  autocomplete: 'username',
});
const password = (value: string, autocomplete: string) => ({
  name: 'password',
  label: 'Password',
  value,
  autocomplete,
});
const code = { name: 'code', label: 'Code', autocomplete: 'one-time-code' };

function question({ state, person }: View, { person: act }: Playground, openSignUp: () => void): VNodeChild {
  if (person.isUnconfirmed) {
    return form(
      'confirm',
      [code],
      'Confirm the sign-up',
      (values) => act.confirmSignUp(values['code'] ?? ''),
      button('Not now', () => {
        act.leaveSignUp();
      }),
    );
  }
  if (person.isSettingUp) {
    return form('verify', [code], 'Verify the app', (values) => act.verifyTotp(values['code'] ?? ''));
  }
  if (state.status === 'signingIn' && state.nextStep) {
    return form('challenge', [code], 'Go on', (values) => act.answer(values['code'] ?? ''));
  }
  if (state.status === 'signedIn') {
    return h('div', { key: 'in' }, [
      h('p', [
        'Signed in as ',
        h('strong', state.user.username),
        '. Now break something, and sign out below.',
      ]),
      person.totp === undefined ? button('Set up an authenticator app', () => act.setUpTotp()) : undefined,
    ]);
  }
  return form(
    'sign-in',
    [username(person.username), password(person.password, 'current-password')],
    'Sign in',
    (values) => act.signIn(values['username'] ?? '', values['password'] ?? ''),
    button('Sign up', openSignUp),
  );
}

/** Shows what the application asks for, and what its user answers. */
export function personPanel(
  view: View,
  playground: Playground,
  signUp: { readonly isOpen: boolean; open(isOpen: boolean): void },
): VNode {
  const isOut = view.state.status === 'signedOut' && !view.person.isUnconfirmed;
  return panel(
    'person',
    '1 · Somebody signs in',
    h('p', { class: 'pg-state', role: 'status' }, [h('code', stateWords(view.state))]),
    signUp.isOpen && isOut
      ? form(
          'sign-up',
          [username('grace'), password('Passw0rd!', 'new-password')],
          'Sign up',
          async (values) => {
            await playground.person.signUp(values['username'] ?? '', values['password'] ?? '');
            signUp.open(false);
          },
          button('I have an account', () => {
            signUp.open(false);
          }),
        )
      : question(view, playground, () => {
          signUp.open(true);
        }),
    view.person.failure === undefined
      ? undefined
      : h('p', { class: 'pg-failure', role: 'alert' }, view.person.failure),
  );
}

/** Shows what the user's phone would show: the authenticator app, and the messages that Cognito would have sent. */
export function phonePanel({ person, messages }: View): VNode {
  return panel(
    'phone',
    `${person.username}’s phone`,
    h('div', { class: 'pg-app' }, [
      h('span', 'Authenticator app'),
      person.totp === undefined
        ? h('span', { class: 'pg-muted' }, 'not set up')
        : h('output', { class: 'pg-code', 'aria-label': 'Code of the authenticator app' }, person.totp),
    ]),
    messages.length === 0
      ? h('p', { class: 'pg-muted' }, 'No message.')
      : h(
          'ul',
          { class: 'pg-messages' },
          messages
            .slice(0, 3)
            .map(({ code: sent, destination, at }) =>
              h('li', { key: at }, [
                h('span', `E-mail to ${destination}: your code is `),
                h('output', { class: 'pg-code is-small' }, sent),
              ]),
            ),
        ),
  );
}
