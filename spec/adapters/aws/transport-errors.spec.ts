import { transportError, unreadableAnswerError } from '../../../src/adapters/aws/transport-errors';

const systemError = (code: string): Error => Object.assign(new Error(code), { code });
/** `fetch` of Node.js tells nothing itself: its cause does. */
const failedFetch = (cause: unknown): Error => new TypeError('fetch failed', { cause });

describe('transportError', () => {
  it.each([
    ['ECONNREFUSED', 'ConnectionRefused', 'network'],
    ['ENOTFOUND', 'HostNotFound', 'network'],
    ['EAI_AGAIN', 'HostNotFound', 'network'],
    ['ETIMEDOUT', 'Timeout', 'timeout'],
    ['ECONNRESET', 'NetworkError', 'network'],
    ['constructor', 'NetworkError', 'network'],
  ])('calls %s %s', (code, expected, kind) => {
    const error = transportError(failedFetch(systemError(code)), undefined);
    expect(error).toMatchObject({ kind, code: expected, retryable: true });
  });

  it('looks into what became of each address of a host', () => {
    const each = [systemError('ECONNREFUSED'), systemError('ECONNREFUSED')];
    expect(transportError(failedFetch(new AggregateError(each)), undefined).code).toBe('ConnectionRefused');
  });

  it.each([
    ['ECONNREFUSED', 'notSent'],
    ['ENOTFOUND', 'notSent'],
    ['ETIMEDOUT', 'unanswered'],
    ['ECONNRESET', 'unanswered'],
  ])('says of %s how far the request came: %s', (code, delivery) => {
    expect(transportError(failedFetch(systemError(code)), undefined).delivery).toBe(delivery);
  });

  it('says of a failure that the platform does not explain, as browsers do not, that nobody knows (#12.23)', () => {
    expect(transportError(new TypeError('Failed to fetch'), undefined).delivery).toBe('notKnown');
  });

  it('holds a request for sent where one address of several may have got it', () => {
    const each = [systemError('ECONNREFUSED'), systemError('ETIMEDOUT')];
    expect(transportError(failedFetch(new AggregateError(each)), undefined).delivery).toBe('unanswered');
  });

  it('survives a cause that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(transportError(error, undefined).code).toBe('NetworkError');
  });

  it('does not call a request that was cut off worth a retry', () => {
    const aborted = new DOMException('cut', 'AbortError');
    expect(transportError(aborted, undefined)).toMatchObject({
      kind: 'cancelled',
      code: 'Aborted',
      retryable: false,
    });
  });
});

describe('unreadableAnswerError', () => {
  it('names the status where there is one', () => {
    const messages = [502, undefined].map((status) => unreadableAnswerError(status, 'is a page').message);
    expect(messages).toEqual(['The answer (HTTP status 502) is a page.', 'The answer is a page.']);
  });
});
