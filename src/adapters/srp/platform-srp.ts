import type { Srp } from '../../ports/srp';
import { createNodeSrpPlatform } from './node-srp-platform';
import type { NodeCrypto } from './node-srp-platform';
import { createSrp } from './srp-client';
import type { SrpPlatform } from './srp-platform';
import { createWebSrpPlatform } from './web-srp-platform';

/** What tells Node from a browser. */
export interface SrpGlobals {
  readonly crypto: Crypto;
  readonly process?: { getBuiltinModule?(id: 'node:crypto'): NodeCrypto | undefined };
}

/** Creates the SRP client of the platform at hand: OpenSSL in Node, `BigInt` and WebCrypto elsewhere. */
export function createPlatformSrp(globals: SrpGlobals = globalThis): Srp {
  return createSrp(() => findPlatform(globals));
}

/**
 * `process.getBuiltinModule` (Node 20.16) rather than an import, which a bundler for browsers would follow and ask a
 * polyfill for.
 */
function findPlatform({ crypto, process }: SrpGlobals): SrpPlatform {
  const nodeCrypto = process?.getBuiltinModule?.('node:crypto');
  return typeof nodeCrypto?.createDiffieHellman === 'function'
    ? createNodeSrpPlatform(nodeCrypto)
    : createWebSrpPlatform(crypto);
}
