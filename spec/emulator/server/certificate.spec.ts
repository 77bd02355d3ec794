import { X509Certificate } from 'node:crypto';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServerCertificate } from '../../../src/emulator/server/certificate';

describe('createServerCertificate', () => {
  it('vouches for the names it is given, signed by its own key (#15)', () => {
    const { cert, key } = createServerCertificate(['localhost', '127.0.0.1', '::1', 'fd00::1:2']);
    const read = new X509Certificate(cert);

    expect(key).toContain('BEGIN PRIVATE KEY');
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.ca).toBe(true);
    expect(read.checkHost('localhost')).toBe('localhost');
    expect(read.checkHost('example.com')).toBeUndefined();
    for (const address of ['127.0.0.1', '::1', 'fd00::1:2']) expect(read.checkIP(address)).toBe(address);
  });

  it('is trusted in a handshake by who is told to trust it, and by nobody else (#15)', async () => {
    const { cert, key } = createServerCertificate(['127.0.0.1']);
    const server = createServer({ cert, key }, (_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (ca?: string) =>
      new Promise<string>((resolve) => {
        get({ port, host: '127.0.0.1', ...(ca !== undefined && { ca }) }, (answer) =>
          answer.on('data', (data) => resolve(String(data))),
        ).on('error', ({ message }) => resolve(message));
      });

    expect(await ask(cert)).toBe('hello');
    expect(await ask()).toMatch(/self-signed certificate/);
    server.close();
  });
});
