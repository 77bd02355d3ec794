import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { asyncScheduler, firstValueFrom } from 'rxjs';
import { readReturn } from '../../../src/hosted-ui/address';
import { authorizeUrl } from '../../../src/hosted-ui/managed-login/authorize-url';
import { redactEscaped } from '../../../src/adapters/text/redact-escaped';
import { exchange$ } from '../../../src/hosted-ui/managed-login/exchange';
import { challenge$, randomText } from '../../../src/hosted-ui/managed-login/proof';
import { checkedOptions } from '../../../src/hosted-ui/options';
import { readJwtClaims } from '../../../src/model/jwt';

const CALLBACK = 'http://127.0.0.1:9/callback';

/** Signs in at the pages of the server, as a browser does; returns the address that it comes back to. */
async function signInAt(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = address;
  let form: URLSearchParams | undefined;
  for (let hop = 0; hop < 20; hop += 1) {
    if (url.startsWith(CALLBACK)) return url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    form = undefined;
    if (location !== null) url = new URL(location, url).href;
    else {
      const html = await response.text();
      const [, action = '', prompt = ''] =
        /action="([^"]+)"[\s\S]*?name="prompt" value="([^"]+)"/.exec(html) ?? [];
      if (action === '') throw new Error(html);
      url = new URL(action, url).href;
      form = new URLSearchParams({ prompt, login: 'alice', password: 'Passw0rd!' });
    }
  }
  throw new Error('It goes round in circles.');
}

describe('managed login, judged by oidc-provider (#15)', () => {
  let server: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    server = spawn(process.execPath, [join(__dirname, 'oidc-provider-server.mjs'), CALLBACK], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (!server.stdout) throw new Error('It has no output.');
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    origin = String(line).trim();
  });

  afterAll(() => {
    server.kill();
  });

  const begin = async (verifier: string) => {
    const settings = checkedOptions({
      domain: origin,
      redirectSignIn: [CALLBACK],
      redirectSignOut: [CALLBACK],
    });
    const proof = { clientId: 'web', redirectUrl: CALLBACK, state: randomText(), nonce: randomText() };
    const challenge = await firstValueFrom(challenge$(verifier));
    const returned = readReturn(await signInAt(authorizeUrl(settings, {}, { ...proof, challenge })));
    return { proof, returned, code: returned?.code ?? '' };
  };

  it('accepts the request and the proof, and gives the nonce back', async () => {
    const verifier = randomText();
    const { code, proof, returned } = await begin(verifier);
    const exchange = { server: origin, clientId: 'web', code, verifier, redirectUrl: CALLBACK };
    const tokens = await firstValueFrom(exchange$(exchange, redactEscaped, asyncScheduler));

    expect(returned).toMatchObject({ state: proof.state, isDoubled: false });
    expect(readJwtClaims(tokens.IdToken)).toMatchObject({ nonce: proof.nonce, sub: 'alice', aud: 'web' });
    expect([typeof tokens.AccessToken, typeof tokens.ExpiresIn]).toEqual(['string', 'number']);
  });

  it('refuses the proof of somebody else and a code that nobody gave, and is heard', async () => {
    const verifier = randomText();
    const { code } = await begin(verifier);
    const exchange = { server: origin, clientId: 'web', code, verifier, redirectUrl: CALLBACK };
    const outcome = (given: typeof exchange) =>
      firstValueFrom(exchange$(given, redactEscaped, asyncScheduler)).catch((error: unknown) => error);

    expect(await outcome({ ...exchange, verifier: randomText() })).toMatchObject({
      kind: 'notAuthorized',
      code: 'invalid_grant',
    });
    expect(await outcome({ ...exchange, code: 'no-such-code' })).toMatchObject({ code: 'invalid_grant' });
  });
});
