import nodeCrypto from 'node:crypto';
import { createRequire } from 'node:module';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { firstValueFrom } from 'rxjs';
import { createNodeSrpPlatform } from '../../../src/adapters/srp/node-srp-platform';
import { computeClaim$ } from '../../../src/adapters/srp/srp-claim';
import type { SrpPlatform } from '../../../src/adapters/srp/srp-platform';
import { createWebSrpPlatform } from '../../../src/adapters/srp/web-srp-platform';
import { fromBase64 } from '../../../src/emulator/crypto/encoding';
import { signClaim } from '../../../src/emulator/crypto/srp';

/** What a client knows when it proves a password: its own pair, and the challenge as it came. */
export interface ProofMaterial {
  readonly poolName: string;
  readonly username: string;
  readonly password: string;
  readonly a: bigint;
  readonly A: bigint;
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
  readonly timestampAt: number;
  readonly TIMESTAMP: string;
}

/** Makes `PASSWORD_CLAIM_SIGNATURE` as one client does. */
export type SrpReader = (material: ProofMaterial) => Promise<string>;

/** The number classes of the two clients that share their forebear. */
type BigIntegerClass = new (hex: string, radix: number) => object;
interface JsHelper {
  smallAValue: object;
  largeAValue: object;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverPublic: object,
    salt: object,
    callback: (error: Error | null, key: Uint8Array) => void,
  ): void;
}
interface AmplifyHelper {
  getPasswordAuthenticationKey(input: object): Promise<Uint8Array>;
}

// Neither package exports its arithmetic, so both are loaded by their files.
const MODULES = '../../../node_modules';
const AMPLIFY_SRP = `${MODULES}/@aws-amplify/auth/dist/cjs/providers/cognito/utils/srp`;
const load = (path: string) => createRequire(__filename)(path) as Record<string, unknown>;

const hexOf = (value: bigint): string => value.toString(16);

function signedWith(key: Uint8Array, material: ProofMaterial): Promise<string> {
  const { poolName, username, SECRET_BLOCK, TIMESTAMP } = material;
  const block = fromBase64(SECRET_BLOCK) ?? new Uint8Array();
  return signClaim(Uint8Array.from(key), { groupName: poolName, id: username }, block, TIMESTAMP);
}

const byIdentityJs: SrpReader = async (material) => {
  const js = `${MODULES}/amazon-cognito-identity-js/lib`;
  const BigInteger = load(`${js}/BigInteger`)['default'] as BigIntegerClass;
  const Helper = load(`${js}/AuthenticationHelper`)['default'] as new (poolName: string) => JsHelper;
  const helper = new Helper(material.poolName);
  helper.smallAValue = new BigInteger(hexOf(material.a), 16);
  helper.largeAValue = new BigInteger(hexOf(material.A), 16);
  const { username, password, SRP_B, SALT } = material;
  const [serverPublic, salt] = [new BigInteger(SRP_B, 16), new BigInteger(SALT, 16)];
  const key = await new Promise<Uint8Array>((resolve, reject) => {
    helper.getPasswordAuthenticationKey(username, password, serverPublic, salt, (error, made) => {
      if (error) reject(error);
      else resolve(made);
    });
  });
  return signedWith(key, material);
};

const byAmplify: SrpReader = async (material) => {
  const BigInteger = load(`${AMPLIFY_SRP}/BigInteger`)['BigInteger'] as BigIntegerClass;
  const Helper = load(`${AMPLIFY_SRP}/AuthenticationHelper`)['AuthenticationHelper'] as new (
    input: object,
  ) => AmplifyHelper;
  const N = new BigInteger(String(load(`${AMPLIFY_SRP}/constants`)['INIT_N']), 16);
  const number = (hex: string) => new BigInteger(hex, 16);
  const { poolName: userPoolName, username, password, a, A, SRP_B, SALT } = material;
  const helper = new Helper({ userPoolName, a: number(hexOf(a)), g: number('2'), A: number(hexOf(A)), N });
  const challenge = { serverBValue: number(SRP_B), salt: number(SALT) };
  return signedWith(
    await helper.getPasswordAuthenticationKey({ username, password, ...challenge }),
    material,
  );
};

const bySrpHelper: SrpReader = (material) => {
  const { poolName, username, password, SALT, SRP_B, SECRET_BLOCK } = material;
  const { passwordSignature } = signSrpSession(
    {
      ...createSrpSession(username, password, `eu-west-1_${poolName}`, false),
      timestamp: material.TIMESTAMP,
      smallA: hexOf(material.a),
      largeA: hexOf(material.A),
    },
    { ChallengeParameters: { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP: username } },
  );
  return Promise.resolve(passwordSignature);
};

const byOurs =
  (platform: SrpPlatform): SrpReader =>
  async ({ poolName, username, password, a, A, SALT, SRP_B, SECRET_BLOCK, timestampAt }) => {
    const claim$ = computeClaim$(
      platform,
      { secret: a, public: A },
      {
        poolName,
        userIdForSrp: username,
        password,
        salt: SALT,
        srpB: SRP_B,
        secretBlock: SECRET_BLOCK,
        timestampAt,
      },
    );
    return (await firstValueFrom(claim$)).signature;
  };

/** All clients at hand: three by other hands, and ours on both of its platforms. */
export const SRP_READERS: Readonly<Record<string, SrpReader>> = {
  'amazon-cognito-identity-js': byIdentityJs,
  'aws-amplify': byAmplify,
  'cognito-srp-helper': bySrpHelper,
  'rx-cognito, OpenSSL': byOurs(createNodeSrpPlatform(nodeCrypto)),
  'rx-cognito, BigInt and WebCrypto': byOurs(createWebSrpPlatform()),
};
