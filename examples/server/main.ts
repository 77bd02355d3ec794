/* The example application in a browser of yours: a user pool, an API and the site, all on this machine. */
import { totpCode } from 'rx-cognito/emulator';
import { buildExample, buildLibrary } from './build-example';
import { USERS } from './pool';
import { startExample } from './start-example';

const PORT = Number(process.env['PORT'] ?? 0);

const say = (step: string): void => {
  console.log(`${step} …`);
};

await buildLibrary(say);
const folder = await buildExample(say);
const example = await startExample(folder, PORT);
const { totpSecret } = USERS.alice.mfa;
const code = await totpCode(totpSecret, Date.now());

console.log(`
${example.url}

  alice  ${USERS.alice.password}  (code of the authenticator app: ${code} now, secret ${totpSecret})
  bob    ${USERS.bob.password}
  carol  ${USERS.carol.password}  (asked for a new password)

user pool ${example.pool.endpoint} · API ${example.api.origin} · Ctrl-C stops all`);

process.once('SIGINT', () => {
  void example.close();
});
