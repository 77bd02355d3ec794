/** Names each module of the API reference as it is imported: `rx-cognito/account`, not `account`. */
import { Converter } from 'typedoc';

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.children ?? []) {
      entry.name = entry.name === 'index' ? 'rx-cognito' : `rx-cognito/${entry.name}`;
    }
  });
}
