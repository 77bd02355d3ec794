/**
 * An HTTP API of serverless-offline's: its server (hapi) with its JWT scheme, set up as its `HttpServer` does from
 * `provider.httpApi.authorizers`. The argument is that authoriser as JSON; the address is printed.
 */
import Hapi from '@hapi/hapi';
// Beside its plugin, which needs the Serverless framework, the package exports nothing: its files are named by their paths.
import readAuthorizer from './node_modules/serverless-offline/src/events/http/authJWTSettingsExtractor.js';
import createJwtScheme from './node_modules/serverless-offline/src/events/http/createJWTAuthScheme.js';

const provider = { httpApi: { authorizers: { emulator: JSON.parse(process.argv[2] ?? '{}') } } };
const settings = readAuthorizer({ authorizer: { name: 'emulator' } }, provider, true);
const server = Hapi.server({ host: '127.0.0.1', port: 0 });
server.auth.scheme('jwt', createJwtScheme({ name: 'emulator', ...settings }));
server.auth.strategy('emulator', 'jwt');
server.route({
  method: 'GET',
  path: '/',
  options: { auth: 'emulator' },
  handler: ({ auth }) => auth.credentials,
});
await server.start();
process.stdout.write(`${server.info.uri}\n`);
