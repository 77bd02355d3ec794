import { printable } from './text';

/** A call that brought nothing, in words that hold nothing of the answer but the exception of AWS. */
export class CallFailure extends Error {
  constructor(
    /** The exception of AWS, or a name for what else went wrong. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const EXCEPTION_NAME = /^[A-Z]\w{2,79}$/;
const MESSAGE_MAX_LENGTH = 300;

const CONNECTION_FAILURES: readonly (readonly [code: string, words: string])[] = [
  ['ECONNREFUSED', 'the connection was refused'],
  ['ENOTFOUND', 'the host was not found'],
  ['EAI_AGAIN', 'the host was not found'],
  ['ECONNRESET', 'the connection was lost'],
  ['socket hang up', 'the connection was lost'],
];

/** What the SDK throws where an answer is no JSON holds parts of it, maybe of a secret: of that nothing is kept. */
export function callFailureOf(thrown: unknown): CallFailure {
  if (thrown instanceof CallFailure) return thrown;
  const { name, message, code, $fault } = (thrown ?? {}) as Readonly<Record<string, unknown>>;
  const text = typeof message === 'string' ? printable(message).slice(0, MESSAGE_MAX_LENGTH) : '';
  if ($fault !== undefined && typeof name === 'string' && EXCEPTION_NAME.test(name)) {
    return new CallFailure(name, text);
  }
  if (name === 'CredentialsProviderError') return new CallFailure('NoCredentials', text);
  // The SDK wraps some errors, and then only the text names the cause.
  const lost = CONNECTION_FAILURES.find(([known]) => code === known || text.includes(known));
  if (lost) return new CallFailure('NoConnection', lost[1]);
  return new CallFailure('NoAnswer', 'no readable answer came');
}

/** An answer that is not the one to what was asked. */
export const unreadable = (): CallFailure => new CallFailure('NoAnswer', 'no readable answer came');

/** A call that the time ran out for. */
export const timedOut = (limitMs: number): CallFailure =>
  new CallFailure('NoAnswer', `no answer came within ${limitMs / 1000} s`);

/** A call that was given up since the command was interrupted. */
export const interrupted = (): CallFailure => new CallFailure('Interrupted', 'the command was interrupted');
