import { textOfUtf8 } from '../../model/decode';
import { utf8 } from '../text/encode';
import { unreadableAnswerError } from './transport-errors';

/** Far above any answer of a user pool. */
const ANSWER_MAX_BYTES = 1_048_576;

/** The ways in which the platforms hand out a body; React Native has the last one only. */
interface Readable {
  getReader?(): ReadableStreamDefaultReader<Uint8Array>;
  [Symbol.asyncIterator]?(): AsyncIterator<Uint8Array>;
  text?(): Promise<string>;
}

async function* chunksOf(body: Readable): AsyncGenerator<Uint8Array> {
  if (typeof body.getReader === 'function') {
    const reader = body.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
    } finally {
      // Whoever reads no further wants no more of it to come.
      void reader.cancel().catch(() => undefined);
    }
  } else if (typeof body[Symbol.asyncIterator] === 'function') {
    yield* body as AsyncIterable<Uint8Array>;
  } else if (typeof body.text === 'function') {
    yield utf8(await body.text());
  }
}

/** Reads a body to its end, or refuses it where it has none in sight. */
export async function readBody(body: unknown, statusCode: number): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return utf8(body);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(body ?? {})) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > ANSWER_MAX_BYTES) {
      throw unreadableAnswerError(statusCode, 'is larger than any answer of Cognito');
    }
  }
  const bytes = new Uint8Array(length);
  chunks.reduce((offset, chunk) => {
    bytes.set(chunk, offset);
    return offset + chunk.byteLength;
  }, 0);
  return bytes;
}

/** Returns the text of a body; what is no UTF-8 is no answer. */
export function textOf(body: Uint8Array, statusCode: number): string {
  try {
    return textOfUtf8(body);
  } catch {
    throw unreadableAnswerError(statusCode, 'is none that Cognito gives');
  }
}
