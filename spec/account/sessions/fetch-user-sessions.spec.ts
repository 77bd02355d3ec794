import { fetchUserSessions$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

const at = (seconds: number): Date => new Date(seconds * 1_000);

describe('fetchUserSessions$', () => {
  it('lists the sessions of all pages', async () => {
    const auth = createFakeAuth([
      {
        NextToken: 'page-2',
        Sessions: [
          {
            SessionId: 'tkn1',
            SessionType: 'TOKEN',
            ClientId: 'client-id',
            CreateDate: at(1),
            LastActiveDate: at(2),
            DeviceType: 'Firefox on Linux',
            LastIPAddress: '192.0.2.1',
            LastLocation: { City: 'Dublin', Country: 'Ireland' },
            OriginSessionId: 'sso1',
            IsCurrentSession: true,
          },
        ],
      },
      { Sessions: [{ SessionId: 'sso1', CreateDate: at(1), LastLocation: { Country: 'Ireland' } }] },
    ]);
    expect(await outcomeOf(fetchUserSessions$(auth))).toEqual({
      values: [
        [
          {
            sessionId: 'tkn1',
            createdAt: 1_000,
            lastUsedAt: 2_000,
            isCurrent: true,
            sessionType: 'TOKEN',
            userPoolClientId: 'client-id',
            deviceType: 'Firefox on Linux',
            lastIpAddress: '192.0.2.1',
            lastLocation: { city: 'Dublin', country: 'Ireland' },
            originSessionId: 'sso1',
          },
          { sessionId: 'sso1', createdAt: 1_000, isCurrent: false, lastLocation: { country: 'Ireland' } },
        ],
      ],
    });
    expect(auth.calls.map(({ input }) => input)).toEqual([
      { AccessToken: auth.accessToken },
      { AccessToken: auth.accessToken, NextToken: 'page-2' },
    ]);
  });

  it('lists a session of unknown times, and none that has no id (R68)', async () => {
    const auth = createFakeAuth([
      { Sessions: [{ SessionId: 'tkn1', CreateDate: new Date(NaN), LastActiveDate: new Date(NaN) }, {}] },
    ]);
    expect(await outcomeOf(fetchUserSessions$(auth))).toEqual({
      values: [[{ sessionId: 'tkn1', createdAt: 0, isCurrent: false }]],
    });
  });

  it.each([
    'FeatureUnavailableInTierException',
    'InvalidParameterException',
    'InvalidUserPoolConfigurationException',
    'OperationNotEnabledException',
    'UnknownOperationException',
    'UnsupportedOperationException',
  ])('says what to switch on where Cognito answers %s (#14)', async (code) => {
    expect(await refusalOf(fetchUserSessions$(createFakeAuth([serviceError(code)])))).toMatchObject({
      kind: 'configuration',
      code,
      retryable: false,
      recoverySuggestion: expect.stringContaining('Switch session tracking on'),
    });
  });

  it('takes a refusal of a later page for what it is', async () => {
    const refused = serviceError('InvalidParameterException');
    const auth = createFakeAuth([{ NextToken: 'page-2' }, refused]);
    expect(await refusalOf(fetchUserSessions$(auth))).toBe(refused);
  });
});
