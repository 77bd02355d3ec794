import { revokeUserSession$ } from '../../../src/account';
import { serviceError } from '../../fakes/fake-errors';
import { createFakeAuth, outcomeOf, refusalOf } from '../fake-auth';

const SESSIONS = { Sessions: [{ SessionId: 'tkn1', IsCurrentSession: true }, { SessionId: 'tkn2' }] };

describe('revokeUserSession$', () => {
  it('ends another session, and has nothing to say', async () => {
    const auth = createFakeAuth([SESSIONS, {}]);
    expect(await outcomeOf(revokeUserSession$(auth, { sessionId: 'tkn2' }))).toStrictEqual({
      values: [undefined],
    });
    expect(auth.calls).toMatchObject([
      { command: 'ListUserSessions' },
      { command: 'RevokeUserSession', input: { AccessToken: auth.accessToken, SessionId: 'tkn2' } },
    ]);
    expect(auth.calls[1]?.input).not.toHaveProperty('RevokeAssociatedSessions');
  });

  it('ends what belongs to it as well, where it is told to', async () => {
    const auth = createFakeAuth([SESSIONS, {}]);
    const input = { sessionId: 'tkn2', revokeAssociatedSessions: 'LINKED' } as const;
    await outcomeOf(revokeUserSession$(auth, input));
    expect(auth.calls[1]?.input).toMatchObject({ RevokeAssociatedSessions: 'LINKED' });
  });

  it('refuses this very session before asking, and says what ends it (#14)', async () => {
    const auth = createFakeAuth([SESSIONS, {}]);
    expect(await refusalOf(revokeUserSession$(auth, { sessionId: 'tkn1' }))).toMatchObject({
      kind: 'validation',
      recoverySuggestion: expect.stringContaining('signOut$()'),
    });
    expect(auth.calls.map(({ command }) => command)).toEqual(['ListUserSessions']);
  });

  it('asks for a session that does not show yet', async () => {
    const auth = createFakeAuth([{}, {}]);
    expect(await outcomeOf(revokeUserSession$(auth, { sessionId: 'tkn3' }))).toStrictEqual({
      values: [undefined],
    });
  });

  it('says what to switch on where the pool does not track sessions (#14)', async () => {
    const refused = serviceError('OperationNotEnabledException');
    for (const answers of [[refused], [SESSIONS, refused]]) {
      const auth = createFakeAuth(answers);
      expect(await refusalOf(revokeUserSession$(auth, { sessionId: 'tkn2' }))).toMatchObject({
        kind: 'configuration',
        recoverySuggestion: expect.stringContaining('Switch session tracking on'),
      });
    }
  });

  it('passes on that a session is over', async () => {
    const refused = serviceError('ResourceNotFoundException');
    const auth = createFakeAuth([SESSIONS, refused]);
    expect(await refusalOf(revokeUserSession$(auth, { sessionId: 'tkn2' }))).toBe(refused);
  });

  it.each([
    [{ sessionId: ' ' }, 'sessionId'],
    [{ sessionId: 'tkn2', revokeAssociatedSessions: 'ALL' }, 'revokeAssociatedSessions'],
  ])('refuses %j (R42)', async (input, argument) => {
    const auth = createFakeAuth();
    expect(await refusalOf(revokeUserSession$(auth, input as never))).toMatchObject({
      kind: 'validation',
      message: expect.stringContaining(argument),
    });
    expect(auth.calls).toEqual([]);
  });
});
