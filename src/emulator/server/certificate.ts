import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';

/** A key and the certificate that vouches for it, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

// Object identifiers, as RFC 5280 and RFC 5758 number them, in their encoded form.
const OID = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  basicConstraints: '551d13',
  keyUsage: '551d0f',
  extendedKeyUsage: '551d25',
  serverAuth: '2b06010505070301',
  subjectAltName: '551d11',
} as const;

/**
 * Makes a key and a certificate that signs itself, good for a fortnight.
 *
 * It is also its own authority, so that a client that is told to trust it (`NODE_EXTRA_CA_CERTS`) does.
 *
 * @param names - The host names and addresses that the server answers to.
 */
export function createServerCertificate(names: readonly string[]): ServerCertificate {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(OID.ecdsaWithSha256));
  const name = sequence(set(sequence(objectId(OID.commonName), utf8String('rx-cognito emulator'))));
  const now = Date.now();
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(now - DAY_MS), time(now + 14 * DAY_MS)),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(names))),
  );
  const signature = sign('sha256', toBeSigned, pair.privateKey);
  const certificate = sequence(toBeSigned, algorithm, bitString(signature));
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: asPem(certificate),
  };
}

function extensions(names: readonly string[]): readonly Buffer[] {
  return [
    extension(OID.basicConstraints, sequence(der(0x01, Buffer.of(0xff))), true),
    // digitalSignature and keyCertSign
    extension(OID.keyUsage, der(0x03, Buffer.of(2, 0x84)), true),
    extension(OID.extendedKeyUsage, sequence(objectId(OID.serverAuth))),
    extension(OID.subjectAltName, sequence(...names.map(alternativeName))),
  ];
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [der(0x01, Buffer.of(0xff))] : [];
  return sequence(objectId(id), ...critical, der(0x04, value));
}

// [2] is a DNS name, [7] an address (RFC 5280 §4.2.1.6).
function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? der(0x82, Buffer.from(name, 'ascii')) : der(0x87, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill('0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

// The Distinguished Encoding Rules of X.690: tag, length, content.
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const hex = length.toString(16);
  const size = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | size.length), size, content]);
}

function sequence(...members: readonly Buffer[]): Buffer {
  return der(0x30, ...members);
}

function set(...members: readonly Buffer[]): Buffer {
  return der(0x31, ...members);
}

function explicit(number: number, content: Buffer): Buffer {
  return der(0xa0 | number, content);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function objectId(encodedHex: string): Buffer {
  return der(0x06, Buffer.from(encodedHex, 'hex'));
}

function utf8String(text: string): Buffer {
  return der(0x0c, Buffer.from(text, 'utf8'));
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.of(0), bytes);
}

// UTCTime: YYMMDDhhmmssZ.
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}

function asPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
