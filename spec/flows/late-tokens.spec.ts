import { revokeLateTokens } from '../../src/flows/late-tokens';
import { serviceError } from '../fakes/fake-errors';
import { IDENTITY } from '../fakes/fake-tokens';
import { marbles } from '../fakes/marbles';

describe('revokeLateTokens', () => {
  it('revokes the refresh token, outliving the page, and tells of it (R2)', () => {
    const { api, events } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('--(a|)', { a: {} }));
      revokeLateTokens(context, 'late-token');
    });
    expect(api.calls).toMatchObject([
      { input: { Token: 'late-token', ClientId: IDENTITY.userPoolClientId }, options: { keepalive: true } },
    ]);
    expect(events).toEqual([{ type: 'lateTokensRevoked' }]);
  });

  it('reports what could not be revoked (R2)', () => {
    const error = serviceError('InternalErrorException');
    const { errors, events } = marbles((context) => {
      context.api.script('RevokeToken', error);
      revokeLateTokens(context, 'late-token');
    });
    expect([errors, events]).toEqual([[error], []]);
  });

  it('gives up after ten seconds (R38)', () => {
    const { errors, api } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold('-'));
      revokeLateTokens(context, 'late-token');
    });
    expect(errors).toMatchObject([
      { kind: 'timeout', message: 'Revoking tokens that came late took longer than 10000 ms.' },
    ]);
    expect(api.calls).toMatchObject([{ status: 'aborted', endedAt: 10_000 }]);
  });

  it('shows the token in no error (R43)', () => {
    const { errors } = marbles((context, { cold }) => {
      context.api.script('RevokeToken', cold<never>('#', undefined, new Error('no late-token here')));
      revokeLateTokens(context, 'late-token');
    });
    expect(errors).toMatchObject([{ cause: { message: 'no [redacted] here' } }]);
  });
});
