import type { Delivery } from '../../src/model/auth-error';
import { notLoadedError } from '../../src/model/errors';
import { offlineError } from '../../src/user-pool/bounded-api';
import {
  DONE,
  failedStep,
  isOpen,
  NOT_NEEDED,
  NOT_SUPPORTED,
  signOutReport,
  wasNeverSent,
} from '../../src/model/sign-out-report';
import type { ReportParts, StepResult } from '../../src/model/sign-out-report';
import { networkError, serviceError } from '../fakes/fake-errors';

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

describe('failedStep', () => {
  it('holds the token for alive where the answer did not come, or cannot be read (R6)', () => {
    const error = serviceError('Whatever', { delivery: 'unanswered' });
    expect(failedStep(error)).toEqual({ outcome: 'unknown', error });
  });

  it.each<Delivery | undefined>(['answered', 'notSent', undefined])(
    'calls it a failure where the server said so, or nothing was sent: %s (R5, R13)',
    (delivery) => {
      const error = serviceError('Whatever', delivery ? { delivery } : {});
      expect(failedStep(error)).toEqual({ outcome: 'failed', error });
    },
  );

  it.each([networkError(), serviceError('Timeout', { kind: 'timeout' })])(
    'holds it for alive after an error that does not say whether it was sent: $code (R6)',
    (error) => {
      expect(failedStep(error).outcome).toBe('unknown');
    },
  );

  it.each([networkError({ delivery: 'notKnown' }), offlineError({ delivery: 'unanswered' })])(
    'holds it for alive where nobody knows, or the connection was seen to break: $code (R6)',
    (error) => {
      expect(failedStep(error).outcome).toBe('unknown');
    },
  );

  it.each([
    offlineError({ delivery: 'notSent' }),
    // Neither the platform nor the try speaks of a connection.
    offlineError({ delivery: 'notKnown' }),
    notLoadedError(),
  ])('calls $code a failure (R5)', (error) => {
    expect(failedStep(error).outcome).toBe('failed');
  });
});

describe('wasNeverSent', () => {
  it('is true only where it is certain', () => {
    const errors = [
      offlineError({ delivery: 'notSent' }),
      notLoadedError(),
      networkError(),
      serviceError('InternalErrorException'),
    ];
    expect(errors.map(wasNeverSent)).toEqual([true, true, false, false]);
  });
});

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
