import type { CognitoClientLike } from '../../src/auth-options';
import type { OperationName, UserPool } from '../../src/emulator';
import type { Tab } from './tab';

/** Passes something on its way, in the order that the run decides. */
export type PassOn = (label: string) => Promise<unknown>;

/** The way to a pool in the same process. */
export interface InProcessNetwork {
  /** The number of requests under way; an answer that waits for its tab to thaw has arrived. */
  readonly pending: number;
  /** Creates a client of the SDK's shape. */
  clientOf(tab: Tab): CognitoClientLike;
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

/**
 * Creates the network: each request arrives, and each answer comes back, when the run lets it pass. What a tab has
 * sent arrives, whatever becomes of the tab.
 */
export function createInProcessNetwork(pool: UserPool, passOn: PassOn): InProcessNetwork {
  let pending = 0;

  /** What the pool answers: a function that throws, or returns, as the SDK does. */
  const ask = async (operation: OperationName, input: unknown): Promise<() => unknown> => {
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
    return () => {
      if ('thrown' in answer) throw answer.thrown;
      const { response, text } = answer;
      if (response.status !== 200) throw exceptionOf(text, response);
      return text === '' ? {} : (JSON.parse(text) as unknown);
    };
  };

  const answerOf = async (operation: OperationName, input: unknown): Promise<() => unknown> => {
    pending += 1;
    try {
      return await ask(operation, input);
    } finally {
      pending -= 1;
    }
  };

  return {
    get pending() {
      return pending;
    },
    clientOf: (tab) => ({
      send: async (command) => {
        const { constructor, input } = command as { constructor: { name: string }; input: unknown };
        await tab.untilAwake();
        const answered = answerOf(constructor.name.replace(/Command$/, '') as OperationName, input);
        if (tab.isDrowsy) tab.freeze();
        const answer = await answered;
        await tab.untilAwake();
        return answer();
      },
    }),
  };
}
