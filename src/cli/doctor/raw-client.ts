import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { unreadable } from './call-failure';

/** An answer of Cognito as it came over the wire: members that the SDK does not know are in it. */
export type RawAnswer = Readonly<Record<string, unknown>>;

/** What the SDK makes of an answer, with the bytes that it was made from. */
interface RawOutput {
  readonly rawBody?: unknown;
}

/** Stands in for the secret of a client: its value is let go of as soon as it is read. */
const KEPT_BACK = '(kept back)';

/** Has a client of the SDK hand out with each answer what it was read from: the SDK drops what it does not know. */
export function keepRawBodies(client: CognitoIdentityProviderClient): void {
  const { middlewareStack, config } = client;
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      // The SDK takes bytes in place of the stream that they came by.
      response.body = await config.streamCollector(response.body);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'collectRawBody' },
  );
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { body: rawBody } = result.response as { body?: unknown };
      Object.assign(result.output ?? {}, { rawBody } satisfies RawOutput);
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'handOutRawBody' },
  );
}

/** Reads the answer that the SDK read already, as it came, without the secret of a client. */
export function rawAnswerOf(output: unknown): RawAnswer {
  const { rawBody } = output as RawOutput;
  return withoutSecret(parsed(rawBody instanceof Uint8Array ? new TextDecoder().decode(rawBody) : ''));
}

function parsed(body: string): RawAnswer {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return { ...answer };
  } catch {
    // Told below: what could not be parsed may hold a secret.
  }
  throw unreadable();
}

function withoutSecret(answer: RawAnswer): RawAnswer {
  const { UserPoolClient: client } = answer;
  if (typeof client !== 'object' || client === null || !('ClientSecret' in client)) return answer;
  return { ...answer, UserPoolClient: { ...client, ClientSecret: KEPT_BACK } };
}
