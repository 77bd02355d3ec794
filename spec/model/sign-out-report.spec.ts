import { DONE, isOpen, NOT_NEEDED, NOT_SUPPORTED, signOutReport } from '../../src/model/sign-out-report';
import type { ReportParts, StepResult } from '../../src/model/sign-out-report';
import { serviceError } from '../fakes/fake-errors';

const parts: ReportParts = {
  scope: 'local',
  globalSignOut: NOT_NEEDED,
  revokeToken: DONE,
  clearCache: DONE,
  cleanupErrors: [],
  stillValid: { accessTokenUntil: 5 },
};
const failed: StepResult = { outcome: 'failed', error: serviceError('NotAuthorizedException') };
const unknown: StepResult = { outcome: 'unknown', error: serviceError('Timeout', { kind: 'timeout' }) };

describe('isOpen', () => {
  it('is true of the steps that would have to be tried again', () => {
    expect([DONE, NOT_NEEDED, NOT_SUPPORTED, failed, unknown].map(isOpen)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('signOutReport', () => {
  it('is complete where no remote step is open', () => {
    expect(signOutReport(parts)).toEqual({
      outcome: 'complete',
      scope: 'local',
      signedOutLocally: true,
      steps: { hostedUi: 'notNeeded', globalSignOut: 'notNeeded', revokeToken: 'done', clearCache: 'done' },
      stillValid: { accessTokenUntil: 5 },
    });
  });

  it('is complete where the client cannot revoke tokens (R12)', () => {
    expect(signOutReport({ ...parts, revokeToken: NOT_SUPPORTED })).toMatchObject({
      outcome: 'complete',
      steps: { revokeToken: 'notSupported' },
    });
  });

  it.each([failed, unknown])('is partial where the revocation is $outcome (R5)', (revokeToken) => {
    expect(signOutReport({ ...parts, revokeToken })).toMatchObject({
      outcome: 'partial',
      steps: { revokeToken: revokeToken.outcome },
      revokeTokenError: revokeToken.error,
    });
  });

  it.each([failed, unknown])('is partial where the global sign-out is $outcome (R5)', (globalSignOut) => {
    expect(signOutReport({ ...parts, scope: 'global', globalSignOut })).toMatchObject({
      outcome: 'partial',
      scope: 'global',
      globalSignOutError: globalSignOut.error,
    });
  });

  it('stays complete where only a cleanup failed, and tells of it', () => {
    const cleanupErrors = [serviceError('CleanupFailed')];
    expect(signOutReport({ ...parts, cleanupErrors })).toMatchObject({ outcome: 'complete', cleanupErrors });
  });

  it('is frozen throughout', () => {
    const report = signOutReport({ ...parts, cleanupErrors: [serviceError('CleanupFailed')] });
    const { steps, stillValid, cleanupErrors } = report;
    expect([report, steps, stillValid, cleanupErrors].every(Object.isFrozen)).toBe(true);
  });
});
