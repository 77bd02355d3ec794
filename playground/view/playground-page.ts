import type { Subscription } from 'rxjs';
import { defineComponent, h, inject, onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { createPlayground } from '../playground';
import type { Playground } from '../playground';
import type { View } from '../view';
import { conditionsPanel } from './conditions-panel';
import { personPanel, phonePanel } from './person-panel';
import { stagePanel } from './stage-panel';
import { streamPanels } from './streams-panel';

declare global {
  /** For the console of a visitor: `playground.pool` is the user pool. */
  var playground: Playground | undefined;
}

/** The playground, in a page of the site. */
export const PlaygroundPage = defineComponent({
  name: 'PlaygroundPage',
  setup() {
    // The site's, not the page's: who reads another page and returns finds it as it was.
    const kept = inject<{ playground?: Playground }>('playground', {});
    const playground = (kept.playground ??= createPlayground());
    const view = shallowRef<View>();
    const isSigningUp = ref(false);
    let watching: Subscription | undefined;
    onMounted(() => {
      globalThis.playground = playground;
      watching = playground.view$.subscribe((next) => (view.value = next));
    });
    onUnmounted(() => watching?.unsubscribe());
    return () =>
      view.value === undefined
        ? undefined
        : h('div', { class: 'pg' }, [
            h('div', { class: 'pg-top' }, [
              personPanel(view.value, playground, {
                isOpen: isSigningUp.value,
                open: (isOpen) => (isSigningUp.value = isOpen),
              }),
              phonePanel(view.value),
              conditionsPanel(view.value, playground),
            ]),
            stagePanel(view.value, playground),
            h('div', { class: 'pg-streams' }, [...streamPanels(view.value)]),
          ]);
  },
});
