import { NEVER } from 'rxjs';
import type { HostedUiParts } from 'rx-cognito';
import { TestScheduler } from 'rxjs/testing';
import type { Arrival } from '../../../src/hosted-ui/arrival';
import { resultOf } from '../../../src/hosted-ui/managed-login/return';
import { checkedOptions } from '../../../src/hosted-ui/options';
import type { OpenAuthSession } from '../../../src/hosted-ui/options';
import { createFakePage } from '../fake-page';

const HREF = 'https://app.example/callback?code=c&state=forged';
const settings = checkedOptions({
  domain: 'auth.example.com',
  redirectSignIn: ['https://app.example/callback'],
  redirectSignOut: ['https://app.example/'],
});
const RECORD = { verifier: 'v', nonce: 'n', redirectUrl: 'https://app.example/callback', leftAt: 0 };

const returned = (fields: object) => ({
  state: 'forged',
  code: undefined,
  error: undefined,
  description: undefined,
  isDoubled: false,
  ...fields,
});

const judge = (arrival: Parameters<typeof resultOf>[0], relay?: (href: string) => void) => {
  const errors: unknown[] = [];
  const parts: HostedUiParts = {
    userPoolClientId: 'client',
    scheduler: new TestScheduler(() => undefined),
    isOnline: () => true,
    load$: () => NEVER,
    report: (error) => errors.push(error),
    attempt$: () => NEVER,
  };
  const open$: OpenAuthSession = Object.assign(() => NEVER, relay && { relay });
  const result = resultOf(arrival, parts, { ...settings, openAuthSession: open$ }, createFakePage(HREF));
  return { result, errors };
};

const foreign = (fields: object): Extract<Arrival, { type: 'foreign' }> => ({
  type: 'foreign',
  returned: returned(fields),
  href: HREF,
});

describe('resultOf', () => {
  it.each([
    ['a code of another state', { code: 'c' }, 'ForeignRedirect', 'none'],
    ['an error of another state', { error: 'e' }, 'ForeignRedirect', 'none'],
    ['a code without a state', { code: 'c', state: undefined }, 'RedirectWithoutState', 'none'],
    ['an error without a state', { error: 'e', state: undefined }, 'RedirectWithoutState', 'signInFailed'],
  ])('reports %s, and believes nothing of it (R71)', (_, fields, code, type) => {
    const { result, errors } = judge(foreign(fields));
    expect(result.type).toBe(type);
    expect(errors).toMatchObject([{ code }]);
  });

  it.each([
    ['access_denied', 'cancelled', false],
    ['server_error', 'service', true],
    ['temporarily_unavailable', 'service', true],
    ['login_required', 'notAuthorized', false],
    ['invalid_request', 'notAuthorized', false],
    ['invalid_scope', 'configuration', false],
    ['unauthorized_client', 'configuration', false],
    ['', 'notAuthorized', false],
  ])('tells of the refusal %s by its kind: %s (R71)', (error, kind, retryable) => {
    const record = { ...RECORD, customState: 'basket 7' };
    const { result } = judge({ type: 'refused', returned: returned({ error }), record });
    expect(result).toMatchObject({
      type: 'signInFailed',
      error: { code: error, kind, retryable },
      customState: 'basket 7',
    });
  });

  it('keeps the words of a refusal short', () => {
    const description = 'x'.repeat(100_000);
    const error = 'e'.repeat(100_000);
    const { errors } = judge({ type: 'refused', returned: returned({ error, description }), record: RECORD });
    expect(JSON.stringify(errors).length).toBeLessThan(1_000);
  });

  it('hands what is not its own to whoever opened this page', () => {
    const relayed: string[] = [];
    judge(foreign({ code: 'c' }), (href) => relayed.push(href));
    expect(relayed).toEqual([HREF]);
  });

  it('goes on where that fails, and reports it (R54)', () => {
    const failure = new TypeError('There is no channel.');
    const { result, errors } = judge(foreign({ code: 'c' }), () => {
      throw failure;
    });
    expect(result).toEqual({ type: 'none' });
    expect(errors).toMatchObject([failure, { code: 'ForeignRedirect' }]);
  });

  it('takes no report for none', () => {
    expect(judge({ type: 'left', text: '{', href: HREF })).toEqual({ result: { type: 'none' }, errors: [] });
  });
});
