import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import './site.css';

/** The playground with all its clients is loaded by the one page that shows it. */
async function loadPlayground() {
  const [{ PlaygroundPage }] = await Promise.all([
    import('../../../playground/view/playground-page'),
    import('../../../playground/playground.css'),
  ]);
  return PlaygroundPage;
}

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.provide('playground', {});
    // What renders the pages ahead shows nothing of it, and need not be built with it.
    if (!import.meta.env.SSR) app.component('Playground', defineAsyncComponent(loadPlayground));
  },
};
