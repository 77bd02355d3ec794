import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as amplify from 'aws-amplify/auth';

const page = readFileSync(join(__dirname, '../../docs/migrate/amplify.md'), 'utf8');

/** What its Hub tells of the auth category, by its declarations (6.22). */
const HUB_EVENTS = [
  'signedIn',
  'signedOut',
  'tokenRefresh',
  'tokenRefresh_failure',
  'signInWithRedirect',
  'signInWithRedirect_failure',
  'customOAuthState',
];

describe('docs/migrate/amplify.md', () => {
  it.each(Object.keys(amplify).filter((name) => /^[a-z]/.test(name)))(
    'has a call in place of %s (#18)',
    (name) => {
      expect(page).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`));
    },
  );

  it.each(HUB_EVENTS)('has something in place of the Hub event %s (#18)', (name) => {
    expect(page).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`));
  });
});
