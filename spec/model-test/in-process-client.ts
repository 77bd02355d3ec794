import type { CognitoClientLike } from '../../src/auth-options';
import type { OperationName, UserPool } from '../../src/emulator';

/** Passes something on its way, in the order that the run decides. */
export type PassOn = (label: string) => Promise<unknown>;

/** A client of the SDK's shape over a pool in the same process, and the number of its requests under way. */
export interface InProcessClient extends CognitoClientLike {
  readonly pending: number;
}

/** What the SDK throws for an exception of Cognito. */
const exceptionOf = (text: string, response: Response): Error => {
  const { __type: name, message } = JSON.parse(text) as { __type: string; message: string };
  return Object.assign(new Error(message), {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode: response.status },
  });
};

/** Creates the client: each request arrives, and each answer comes back, when the run lets it pass. */
export function createInProcessClient(pool: UserPool, passOn: PassOn): InProcessClient {
  let pending = 0;

  const ask = async (operation: OperationName, input: unknown): Promise<unknown> => {
    await passOn(`${operation} arrives`);
    const request = new Request('https://cognito-idp.eu-west-1.amazonaws.com/', {
      method: 'POST',
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify(input),
    });
    const answer = await pool.handler(request).then(
      async (response) => ({ response, text: await response.text() }),
      (thrown: unknown) => ({ thrown }),
    );
    await passOn(`${operation} is answered`);
    if ('thrown' in answer) throw answer.thrown;
    const { response, text } = answer;
    if (response.status !== 200) throw exceptionOf(text, response);
    return text === '' ? {} : (JSON.parse(text) as unknown);
  };

  return {
    get pending() {
      return pending;
    },
    send: async (command) => {
      const { constructor, input } = command as { constructor: { name: string }; input: unknown };
      pending += 1;
      try {
        return await ask(constructor.name.replace(/Command$/, '') as OperationName, input);
      } finally {
        pending -= 1;
      }
    },
  };
}
