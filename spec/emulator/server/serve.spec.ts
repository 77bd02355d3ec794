import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createServe } from '../../../src/emulator/server/serve';

/** Has somebody at an address ask for a path, and returns the status that they get. */
async function ask(url: string, remoteAddress: string): Promise<number> {
  const serve = createServe(() => Promise.resolve(new Response('{}')));
  const answered = { status: 0 };
  const incoming = Object.assign(Readable.from([]), {
    url,
    method: 'GET',
    headers: { host: 'localhost' },
    socket: { remoteAddress },
  });
  const outgoing = {
    on: () => undefined,
    end: () => undefined,
    writeHead(status: number) {
      answered.status = status;
    },
  };
  await serve(incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse);
  return answered.status;
}

describe('createServe', () => {
  it.each(['/_emulator/outbox', '/x/../_emulator/outbox', '//%zz/../../_emulator/reset'])(
    'keeps %s to this machine, whatever address it listens on (#17)',
    async (path) => {
      for (const local of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])
        expect(await ask(path, local)).toBe(200);
      for (const other of ['10.0.0.5', '::ffff:10.0.0.5', 'fd00::127', ''])
        expect(await ask(path, other)).toBe(403);
    },
  );

  it('lets other machines call the pool itself (#17)', async () => {
    expect(await ask('/login', '10.0.0.5')).toBe(200);
  });
});
