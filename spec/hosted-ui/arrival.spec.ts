import { readArrival, reportKeyOf } from '../../src/hosted-ui/arrival';
import { checkedOptions } from '../../src/hosted-ui/options';
import { createSignInRecords } from '../../src/hosted-ui/sign-in-records';
import type { SignInRecord } from '../../src/hosted-ui/sign-in-records';
import { createFakePage } from './fake-page';
import type { FakePage } from './fake-page';

const CALLBACK = 'https://app.example/callback';
const settings = checkedOptions({
  domain: 'auth.example.com',
  redirectSignIn: [CALLBACK, 'https://app.example/other'],
  redirectSignOut: ['https://app.example/'],
});
const RECORD: SignInRecord = { verifier: 'v', nonce: 'n', redirectUrl: CALLBACK, leftAt: 0 };
const DAY_MS = 86_400_000;

const arrive = (page: FakePage, now = 1) => {
  const records = createSignInRecords(page, 'client', () => now);
  return readArrival(settings, page, 'client', records);
};

const left = (href: string): FakePage => {
  const page = createFakePage(href);
  createSignInRecords(page, 'client', () => 0).keep('s', RECORD);
  return page;
};

describe('readArrival', () => {
  it.each([undefined, 'https://app.example/', 'https://app.example/elsewhere?code=c&state=s', CALLBACK])(
    'finds nothing at %s',
    (href) => {
      const page = createFakePage(href);
      expect(arrive(page)).toEqual({ type: 'none' });
      expect(page.href).toBe(href);
    },
  );

  it('takes the record and the answer of a sign-in that returned, once (R70, R71)', () => {
    const page = left(`${CALLBACK}?code=c&state=s&x=1`);
    expect(arrive(page)).toEqual({ type: 'code', code: 'c', record: RECORD });
    expect(page.href).toBe(`${CALLBACK}?x=1`);
    expect([...page.entries]).toEqual([]);
    page.href = `${CALLBACK}?code=c&state=s`;
    expect(arrive(page)).toMatchObject({ type: 'foreign' });
  });

  it('believes an error after its state', () => {
    expect(arrive(left(`${CALLBACK}?error=access_denied&state=s`))).toMatchObject({
      type: 'refused',
      returned: { error: 'access_denied' },
      record: RECORD,
    });
  });

  it.each([
    'code=c',
    'error=e',
    'code=c&state=x',
    'error=e&state=x',
    'code=c&state=s&state=s',
    'code=c&state=toString',
  ])('leaves the address and the record alone of ?%s (R71)', (query) => {
    const page = left(`${CALLBACK}?${query}`);
    expect(arrive(page)).toMatchObject({ type: 'foreign', href: `${CALLBACK}?${query}` });
    expect(page.href).toBe(`${CALLBACK}?${query}`);
    expect(page.entries.size).toBe(1);
  });

  it('takes no answer at another registered URL than the one that was left for', () => {
    expect(arrive(left('https://app.example/other?code=c&state=s'))).toMatchObject({ type: 'foreign' });
  });

  it('takes no answer after a day', () => {
    expect(arrive(left(`${CALLBACK}?code=c&state=s`), DAY_MS)).toMatchObject({ type: 'foreign' });
    expect(arrive(left(`${CALLBACK}?code=c&state=s`), DAY_MS - 1)).toMatchObject({ type: 'code' });
  });

  it('keeps the records of other attempts', () => {
    const page = left(`${CALLBACK}?code=c&state=s`);
    createSignInRecords(page, 'client', () => 0).keep('other', RECORD);
    arrive(page);
    page.href = `${CALLBACK}?code=c&state=other`;
    expect(arrive(page)).toMatchObject({ type: 'code' });
  });

  it.each(['{', 'null', '[1]', '{"s":null}', '7'])('takes no record out of %s', (text) => {
    const page = createFakePage(`${CALLBACK}?code=c&state=s`);
    page.entries.set('rx-cognito.client.redirects', text);
    expect(arrive(page)).toMatchObject({ type: 'foreign' });
  });

  it('finds no record by a name that every object has, whatever is stored (R71)', () => {
    const page = createFakePage(`${CALLBACK}?code=c&state=constructor`);
    page.entries.set('rx-cognito.client.redirects', '{');
    expect(arrive(page)).toMatchObject({ type: 'foreign' });
  });

  it('takes the report of a sign-out, once (R73)', () => {
    const page = createFakePage('https://app.example/');
    page.entries.set(reportKeyOf('client'), 'report');
    expect(arrive(page)).toEqual({ type: 'left', text: 'report', href: 'https://app.example/' });
    expect(arrive(page)).toEqual({ type: 'none' });
  });
});
