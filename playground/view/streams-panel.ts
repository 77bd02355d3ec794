import { h } from 'vue';
import type { VNode, VNodeChild } from 'vue';
import { LANES } from '../lanes';
import type { FamilyView, StoryLine, View } from '../view';
import type { SeenRequest } from '../network';
import { clockTime, panel } from './elements';

const stream = (name: string, title: string, empty: string, items: readonly VNode[]): VNode =>
  panel(
    name,
    title,
    // A part that scrolls is reached by the keyboard.
    h('div', { class: 'pg-scroll', tabindex: 0, role: 'group', 'aria-labelledby': `pg-${name}` }, [
      items.length > 0 ? h('ol', [...items]) : h('p', { class: 'pg-muted' }, empty),
    ]),
  );

const line = (key: number | string, at: number, ...parts: VNodeChild[]): VNode =>
  h('li', { key }, [h('time', clockTime(at)), ...parts]);

const storyLine = ({ id, at, lane, kind, words }: StoryLine): VNode =>
  line(
    id,
    at,
    h('span', { class: `pg-tag is-${kind}` }, kind),
    h('code', words),
    h('small', LANES[lane].name),
  );

const requestLine = ({ id, startedAt, lane, operation, answer, isGood, tookMs }: SeenRequest): VNode =>
  line(
    id,
    startedAt,
    h(
      'span',
      { class: ['pg-tag', isGood === true ? 'is-good' : isGood === false ? 'is-bad' : 'is-open'] },
      answer ?? 'open',
    ),
    h('code', operation),
    h('small', [LANES[lane].name, tookMs === undefined ? '' : `, ${String(tookMs)} ms`].join('')),
  );

const familyLine = ({ origin, username, liveTokens, endedBy }: FamilyView, index: number): VNode =>
  h('li', { key: index }, [
    h(
      'span',
      { class: ['pg-tag', liveTokens > 0 ? 'is-good' : 'is-state'] },
      liveTokens > 0 ? `${String(liveTokens)} live` : 'ended',
    ),
    h('code', [username, endedBy].filter(Boolean).join(', ')),
    h('small', origin),
  ]);

/** Shows everything that happens, as it happens. */
export const streamPanels = ({ story, requests, families, stored }: View): readonly VNode[] => [
  stream('story', 'States and events', 'Nothing yet.', [...story].reverse().map(storyLine)),
  stream('requests', 'Requests', 'Nothing was asked yet.', [...requests].reverse().map(requestLine)),
  stream('families', 'Sign-ins, as the user pool knows them', 'None yet.', families.map(familyLine)),
  stream(
    'storage',
    'Storage',
    'Nothing is stored.',
    stored.map(({ origin, key, value }) =>
      h('li', { key: origin + key, class: 'pg-entry' }, [
        h('small', origin),
        h('code', key),
        h('pre', value),
      ]),
    ),
  ),
];
