import type { Delivery } from '../../src/model/auth-error';
import { notLoadedError } from '../../src/model/errors';
import { failedStep, wasNeverSent } from '../../src/model/failed-request';
import { offlineError } from '../../src/user-pool/bounded-api';
import { networkError, serviceError } from '../fakes/fake-errors';

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
