import { AuthError } from 'rx-cognito';
import type { SignOutReport } from 'rx-cognito';
import { readLeftReport } from '../../../src/hosted-ui/managed-login/left-report';

const URL_OF_RETURN = 'https://app.example/bye';
const error = new AuthError({
  kind: 'timeout',
  code: 'NotReturned',
  message: 'm',
  recoverySuggestion: 'r',
  retryable: true,
});
const REPORT: SignOutReport = {
  outcome: 'partial',
  scope: 'local',
  signedOutLocally: true,
  steps: { hostedUi: 'unknown', globalSignOut: 'notNeeded', revokeToken: 'done', clearCache: 'done' },
  hostedUiError: error,
  stillValid: { accessTokenUntil: 7 },
};
const TEN_MINUTES_MS = 600_000;

const { hostedUiError: _, ...OTHERS } = REPORT;
const RETURNED: SignOutReport = {
  ...OTHERS,
  outcome: 'complete',
  steps: { ...REPORT.steps, hostedUi: 'done' },
};

const read = (
  { href = URL_OF_RETURN, now = 1, hasArrived = true } = {},
  returned: SignOutReport = RETURNED,
  redirectUrl = URL_OF_RETURN,
) =>
  readLeftReport(JSON.stringify({ returned, unproven: REPORT, redirectUrl, leftAt: 0 }), {
    href,
    now,
    hasArrived,
  });

describe('readLeftReport', () => {
  it('is complete where the browser came exactly to the registered URL, in time', () => {
    const report = read();
    expect(report).toEqual({
      outcome: 'complete',
      scope: 'local',
      signedOutLocally: true,
      steps: { ...REPORT.steps, hostedUi: 'done' },
      stillValid: { accessTokenUntil: 7 },
    });
    expect(Object.isFrozen(report)).toBe(true);
  });

  it('takes an origin that was registered without its slash for what a browser shows', () => {
    expect(read({ href: 'https://app.example/' }, RETURNED, 'https://app.example')?.outcome).toBe('complete');
  });

  it.each([
    ['elsewhere', { href: 'https://app.example/' }],
    ['with something added', { href: `${URL_OF_RETURN}?x` }],
    ['too late', { now: TEN_MINUTES_MS + 1 }],
    ['before it left', { now: -TEN_MINUTES_MS - 1 }],
    ['by a reload', { hasArrived: false }],
  ])('stays unknown of a page that came %s (R73)', (_, arrival) => {
    const report = read(arrival);
    expect(report).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'unknown' } });
    expect(AuthError.prototype.isPrototypeOf.call(AuthError.prototype, report?.hostedUiError ?? {})).toBe(
      true,
    );
    expect(report?.hostedUiError?.toJSON()).toEqual(error.toJSON());
  });

  it('stays partial for what else is open, with its errors', () => {
    const report = read(
      {},
      {
        ...RETURNED,
        outcome: 'partial',
        steps: { ...RETURNED.steps, revokeToken: 'failed' },
        revokeTokenError: error,
        cleanupErrors: [error, error],
      },
    );
    expect(report).toMatchObject({ outcome: 'partial', steps: { hostedUi: 'done', revokeToken: 'failed' } });
    expect(report?.revokeTokenError).toBeInstanceOf(AuthError);
    expect(report?.cleanupErrors?.map((one) => one.code)).toEqual(['NotReturned', 'NotReturned']);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"returned":7}',
    '{"returned":{"hostedUiError":null},"redirectUrl":"x"}',
    ...[
      '7',
      '{}',
      '{"steps":{},"stillValid":{}}',
      '{"steps":7,"stillValid":{}}',
      '{"hostedUiError":null}',
    ].map((returned) => `{"returned":${returned},"redirectUrl":"${URL_OF_RETURN}","leftAt":0}`),
  ])('reads no report in %s', (text) => {
    expect(readLeftReport(text, { href: URL_OF_RETURN, now: 1, hasArrived: true })).toBeUndefined();
  });
});
