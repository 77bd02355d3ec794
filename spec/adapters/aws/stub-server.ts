import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stub received it. */
interface ReceivedRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request, or leaves it hanging. */
export type Script = (request: ReceivedRequest, response: ServerResponse) => void;

/** An HTTP server on this machine that answers as it is told, and remembers what it was asked. */
export interface StubServer {
  readonly url: string;
  readonly received: ReceivedRequest[];
  answer: Script;
  /** Resolves once a client has gone away in the middle of a request. */
  readonly cutOff: Promise<void>;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Answers with JSON, as Cognito does. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Script =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with any text. */
export const text =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Script =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** Starts a stub server on a free port of 127.0.0.1. */
export async function startStubServer(): Promise<StubServer> {
  let cut = (): void => undefined;
  const cutOff = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) cut();
    });
    void bodyOf(request).then((body) => {
      const seen = { url: request.url ?? '', headers: request.headers, body };
      received.push(seen);
      stub.answer(seen, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: StubServer = {
    url: `http://127.0.0.1:${portOf(server)}`,
    received,
    answer: json(200, {}),
    cutOff,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return stub;
}
