import { h } from 'vue';
import type { VNode } from 'vue';
import { LANE_IDS, LANES } from '../lanes';
import type { LaneId } from '../lanes';
import type { Playground } from '../playground';
import type { LaneView, View } from '../view';
import { button, panel } from './elements';

const count = (tokens: number): string => (tokens === 1 ? '1 token' : `${String(tokens)} tokens`);
const duration = (ms: number): string => (ms < 1_000 ? `${String(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

function sayings({ says, signOut, failure }: LaneView): VNode {
  return h('div', { class: 'pg-scale' }, [
    h('h4', 'It says'),
    h('p', [h('code', says)]),
    signOut && h('p', ['Sign-out: ', h('strong', signOut.words), ` after ${duration(signOut.waitedMs)}`]),
    signOut && signOut.steps.length > 0
      ? h(
          'ul',
          { class: 'pg-steps' },
          signOut.steps.map(([step, outcome]) =>
            h('li', { key: step, class: `is-${outcome}` }, [h('span', step), ' ', h('strong', outcome)]),
          ),
        )
      : undefined,
    failure === undefined ? undefined : h('p', { class: 'pg-failure' }, failure),
  ]);
}

const facts = ({ liveTokens, storedTokens }: LaneView): VNode =>
  h('div', { class: 'pg-scale' }, [
    h('h4', 'What is so'),
    h('p', [h('strong', { class: 'pg-live' }, count(liveTokens)), ' accepted by the user pool']),
    h('p', [h('strong', { class: 'pg-stored' }, count(storedTokens)), ' in its storage']),
  ]);

const verdict = ({ verdict: { isTrue, words } }: LaneView): VNode =>
  h('div', { class: ['pg-verdict', isTrue ? 'is-true' : 'is-false'], role: 'status' }, [
    h('strong', isTrue ? 'True' : 'Not true'),
    ...words.map((line) => h('p', { key: line }, line)),
  ]);

function controls(lane: LaneView, playground: Playground): VNode {
  const { id, facts: known, isSignedIn, signOut } = lane;
  const named = (text: string) => ({ label: `${text}, ${known.name}` });
  const isOurs = known.library === 'rx-cognito';
  const out = { isOff: !isSignedIn };
  return h('div', { class: 'pg-buttons' }, [
    id === 'tab' || isSignedIn
      ? undefined
      : button('Sign in', () => playground.signIn(id), { isPrimary: true, ...named('Sign in') }),
    button('Sign out', () => playground.signOut([id]), {
      isPrimary: isSignedIn,
      ...out,
      ...named('Sign out'),
    }),
    button('Sign out everywhere', () => playground.signOut([id], true), {
      ...out,
      ...named('Sign out everywhere'),
    }),
    button('Refresh', () => playground.refresh(id), { ...out, ...named('Refresh') }),
    isOurs
      ? button('Ask the server', () => playground.ask(id), { ...out, ...named('Ask the server') })
      : undefined,
    signOut?.canRetry === true
      ? button('Try the open steps again', () => playground.retry(id), named('Try the open steps again'))
      : undefined,
  ]);
}

const card = (lane: LaneView, playground: Playground): VNode =>
  h(
    'article',
    {
      key: lane.id,
      class: ['pg-lane', lane.verdict.isTrue ? 'is-true' : 'is-false'],
      'data-lane': lane.id,
      'aria-label': lane.facts.name,
    },
    [
      h('header', [h('h3', lane.facts.name), h('span', { class: 'pg-library' }, lane.facts.library)]),
      h('p', { class: 'pg-muted' }, lane.facts.note),
      h('div', { class: 'pg-scales' }, [sayings(lane), facts(lane)]),
      verdict(lane),
      controls(lane, playground),
    ],
  );

function adding({ lanes }: View, playground: Playground): readonly VNode[] {
  const isThere = (id: LaneId): boolean => lanes.some((lane) => lane.id === id);
  return LANE_IDS.filter((id) => id !== 'tab').map((id) =>
    button(LANES[id].name, () => (isThere(id) ? playground.remove(id) : playground.add(id)), {
      isPressed: isThere(id),
    }),
  );
}

/** Shows the clients side by side, each with what it says and what is so. */
export function stagePanel(view: View, playground: Playground): VNode {
  return panel(
    'stage',
    '3 · Sign out, and see who is right',
    h('div', { class: 'pg-toolbar' }, [
      button(view.isPlaying ? 'Playing…' : 'Sign all three in, and out', () => playground.play(), {
        isPrimary: true,
        isOff: view.isPlaying,
      }),
      h('span', { class: 'pg-muted', id: 'pg-beside' }, 'Beside it:'),
      h('div', { class: 'pg-buttons', role: 'group', 'aria-labelledby': 'pg-beside' }, [
        ...adding(view, playground),
      ]),
    ]),
    h(
      'div',
      { class: 'pg-lanes' },
      view.lanes.map((lane) => card(lane, playground)),
    ),
  );
}
