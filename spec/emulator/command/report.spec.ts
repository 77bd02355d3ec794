import { describeMessage, describeRequest } from '../../../src/emulator/command/report';
import type { SentCode } from '../../../src/emulator';

const SENT: SentCode = {
  username: 'alice',
  medium: 'SMS',
  destination: '+15555550100',
  code: '123456',
  purpose: 'signUp',
  at: 0,
};

describe('describeMessage', () => {
  it.each<[Partial<SentCode>, string]>([
    [{}, 'alice ← SMS 123456 to +*******0100 · sign-up'],
    [{ purpose: 'forgotPassword' }, 'alice ← SMS 123456 to +*******0100 · forgotten password'],
    [{ purpose: 'mfa' }, 'alice ← SMS 123456 to +*******0100 · second factor'],
    [{ purpose: 'signIn' }, 'alice ← SMS 123456 to +*******0100 · sign-in'],
    [
      { medium: 'EMAIL', destination: 'alice@example.com', purpose: 'invitation' },
      'alice ← EMAIL 123456 to a***@e*** · invitation',
    ],
    [
      { medium: 'EMAIL', destination: 'alice@example.com', purpose: 'verifyAttribute' },
      'alice ← EMAIL 123456 to a***@e*** · verification of the address',
    ],
  ])('writes a message with %j as its line (#17)', (changes, line) => {
    expect(describeMessage({ ...SENT, ...changes })).toBe(`${line}\n`);
  });
});

describe('describeRequest', () => {
  it.each([
    [{ status: 200 }, 'SignUp 200'],
    [{ status: 400, error: 'InvalidPasswordException' }, 'SignUp 400 InvalidPasswordException'],
    [{}, 'SignUp –'],
  ])('writes an answer with %j, and nothing of what was sent (#17)', (answer, line) => {
    const request = { operation: 'SignUp' as const, call: 1, headers: {}, at: 0, aborted: false };

    expect(
      describeRequest({
        ...request,
        status: undefined,
        error: undefined,
        ...answer,
        body: { Password: 'x' },
      }),
    ).toBe(`${line}\n`);
  });
});
