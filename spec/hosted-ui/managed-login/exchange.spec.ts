import { TestScheduler } from 'rxjs/testing';
import { asyncScheduler, firstValueFrom } from 'rxjs';
import type { AuthError } from 'rx-cognito';
import { redactEscaped } from '../../../src/adapters/text/redact-escaped';
import { exchange$ } from '../../../src/hosted-ui/managed-login/exchange';
import { watch } from '../../fakes/marbles';

const EXCHANGE = {
  server: 'https://auth.example.com',
  clientId: 'client',
  code: 'the-code',
  verifier: 'the-verifier',
  redirectUrl: 'https://app.example/callback',
};
const TOKENS = {
  access_token: 'a',
  id_token: 'i',
  refresh_token: 'r',
  expires_in: 3600,
  token_type: 'Bearer',
};

const asked: { url: string; init: RequestInit }[] = [];
const realFetch = globalThis.fetch;

/** What the token endpoint answers next. */
const answers = (answer: () => Response | Promise<Response>): void => {
  globalThis.fetch = (url, init) => {
    asked.push({ url: url as string, init: init ?? {} });
    return Promise.resolve(answer());
  };
};

const outcome = () =>
  firstValueFrom(exchange$(EXCHANGE, redactEscaped, asyncScheduler)).catch(
    (error: unknown) => error as AuthError,
  );

describe('exchange$', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  afterAll(() => {
    globalThis.fetch = realFetch;
  });

  it('sends the code with its proof, once, without cookies or a referrer, and follows no redirect', async () => {
    answers(() => Response.json(TOKENS));
    expect(await outcome()).toEqual({ AccessToken: 'a', IdToken: 'i', RefreshToken: 'r', ExpiresIn: 3600 });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('https://auth.example.com/oauth2/token');
    expect(asked[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    expect(Object.fromEntries(asked[0]?.init.body as URLSearchParams)).toEqual({
      grant_type: 'authorization_code',
      client_id: 'client',
      code: 'the-code',
      code_verifier: 'the-verifier',
      redirect_uri: 'https://app.example/callback',
    });
  });

  it('hands a refresh token on that comes alone, for who can revoke it (R61)', async () => {
    answers(() => Response.json({ refresh_token: 'r' }));
    expect(await outcome()).toMatchObject({ RefreshToken: 'r' });
  });

  it.each([
    ['a server error', () => new Response('<h1>Bad gateway</h1>', { status: 502 }), 'UnreadableAnswer'],
    ['a page of a portal', () => new Response('<html></html>'), 'UnreadableAnswer'],
    ['nothing', () => new Response(null, { status: 204 }), 'UnreadableAnswer'],
    ['tokens with another status', () => Response.json(TOKENS, { status: 201 }), 'UnreadableAnswer'],
    ['half a JSON', () => new Response('{"access_token":"a'), 'UnreadableAnswer'],
    ['a list', () => Response.json([TOKENS]), 'UnreadableAnswer'],
    ['a refusal inside a 200', () => Response.json({ ...TOKENS, error: 'invalid_grant' }), 'invalid_grant'],
    ['a refusal', () => Response.json({ error: 'invalid_client' }, { status: 400 }), 'invalid_client'],
    ['a dropped socket', () => Promise.reject(new TypeError('the-code')), 'NetworkError'],
  ])(
    'errors, typed, where %s is answered, and sends the code no second time (R60)',
    async (_, answer, code) => {
      answers(answer);
      expect(await outcome()).toMatchObject({ name: 'AuthError', code });
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ['an error of the other', { error: 'the-code the-verifier' }],
    ['its words', { error: 'invalid_grant', error_description: 'the-code, the-verifier' }],
    [
      'its words, escaped for a URL',
      { error: 'invalid_grant', error_description: 'the%2Dcode, %74he%2dverifier' },
    ],
    ['its words, escaped for JSON', { error: 'invalid_grant', error_description: String.raw`the\u002dcode` }],
    [
      'its words, where they are cut',
      { error: 'invalid_grant', error_description: `${'x'.repeat(246)} the-verifier` },
    ],
    [
      'its words, escaped for a URL',
      { error: 'invalid_grant', error_description: 'the%2Dcode, %74he%2dverifier' },
    ],
    ['its words, escaped for JSON', { error: 'invalid_grant', error_description: String.raw`the\u002dcode` }],
    [
      'its words, at the end',
      { error: 'invalid_grant', error_description: `${'x'.repeat(247)} the-verifier` },
    ],
  ])('lets no secret out in %s (R43, R69)', async (_, answer) => {
    answers(() => Response.json(answer, { status: 400 }));
    const error = await outcome();
    expect(error).toMatchObject({ name: 'AuthError' });
    const { code, message } = error as AuthError;
    expect(`${code} ${message}`).not.toMatch(/the-|the%2D|%74he|the.u002d/);
  });

  it('reads no more of an answer than tokens may take (R37)', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        if (sent > 500) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    answers(() => new Response(endless));
    expect(await outcome()).toMatchObject({ code: 'UnreadableAnswer' });
    expect(sent).toBeLessThan(100);
  });

  it.each([
    ['no answer', () => new Promise<Response>(() => undefined)],
    ['no end of the answer', () => new Response(new ReadableStream())],
  ])('waits ten seconds for %s (R38)', async (_, answer) => {
    answers(answer);
    const scheduler = new TestScheduler(() => undefined);
    const watched = watch(exchange$(EXCHANGE, redactEscaped, scheduler));
    scheduler.maxFrames = 9_999;
    scheduler.flush();
    expect(watched.error).toBeUndefined();
    scheduler.maxFrames = 10_000;
    scheduler.flush();
    expect(watched.error).toMatchObject({ kind: 'timeout', code: 'Timeout' });
    expect(asked[0]?.init.signal?.aborted).toBe(true);
    await Promise.resolve();
    expect(asked).toHaveLength(1);
  });
});
