import { h } from 'vue';
import type { VNode } from 'vue';
import { CONDITION_IDS, CONDITIONS } from '../conditions';
import type { Playground } from '../playground';
import type { View } from '../view';
import { panel } from './elements';

/** Shows what may go wrong, one at a time. */
export function conditionsPanel({ condition, isPlaying }: View, playground: Playground): VNode {
  return panel(
    'conditions',
    '2 · Something goes wrong',
    h('fieldset', { disabled: isPlaying }, [
      h('legend', { class: 'visually-hidden' }, 'What goes wrong'),
      ...CONDITION_IDS.map((id) =>
        h('label', { key: id, class: ['pg-choice', { 'is-chosen': condition === id }] }, [
          h('input', {
            type: 'radio',
            name: 'condition',
            value: id,
            checked: condition === id,
            onChange: () => {
              playground.setCondition(id);
            },
          }),
          h('span', [h('strong', CONDITIONS[id].name), h('small', CONDITIONS[id].words)]),
        ]),
      ),
    ]),
  );
}
