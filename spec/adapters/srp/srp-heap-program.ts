import nodeCrypto from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { getHeapSnapshot } from 'node:v8';
import { tap } from 'rxjs';
import type { Bytes } from '../../../src/model/decode';
import { createSrp } from '../../../src/adapters/srp/srp-client';
import type { SrpPlatform } from '../../../src/adapters/srp/srp-platform';
import type { SrpChallenge } from '../../../src/ports/srp';
import { challengeOf, onlyValueOf, PLATFORMS, vectorNamed } from './srp-fixtures';

// Run by itself, with --expose-gc: the heap of a test runner is large, and holds the specs' own strings.

/** What a search of the heap found; printed as JSON. */
interface HeapFindings {
  /** Strings that contain the canary password. */
  readonly passwords: number;
  /** Numbers more than before the sign-in: a, A, x, S are ones. */
  readonly bigints: number;
  /** Byte arrays that were hashed, signed with or drawn, and are still alive. */
  readonly bytes: number;
}

/** What was found before and after each way in which a secret ends. */
export type HeapReport = Readonly<
  Record<'held' | 'claimed' | 'refused' | 'cancelled' | 'discarded', HeapFindings>
>;

// Assembled at run time, lest the program's own source is found.
const CANARY = Buffer.from('Y2FuYXJ5OnRoZS1wYXNzd29yZA==', 'base64').toString();

/** a, the smallest secret, has 32 bytes. */
const SECRET_BYTES = 32;

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly unknown[] };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

async function takeSnapshot(): Promise<Snapshot> {
  // Promise jobs and messages of the run before hold on to what they handled until their turn is over.
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  globalThis.gc?.();
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Snapshot;
}

/** Counts numbers as large as a secret; small literals come and go with the bytecode that the engine drops. */
function countBigints({ snapshot, nodes }: Snapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const bigintType = (types[0] as readonly string[]).indexOf('bigint');
  const [typeAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  return nodes.filter(
    (type, at) =>
      at % fields.length === typeAt &&
      type === bigintType &&
      (nodes[at - typeAt + sizeAt] ?? 0) > SECRET_BYTES,
  ).length;
}

async function search(before: number, bytes: readonly WeakRef<Uint8Array>[]): Promise<HeapFindings> {
  const snapshot = await takeSnapshot();
  return {
    passwords: snapshot.strings.filter((text) => text.length > CANARY.length && text.includes(CANARY)).length,
    bigints: countBigints(snapshot) - before,
    bytes: bytes.filter((reference) => reference.deref() !== undefined).length,
  };
}

/** Notes all bytes that pass a platform, without keeping them alive. */
function watched(platform: SrpPlatform, seen: WeakRef<Uint8Array>[]): SrpPlatform {
  const note = (...all: readonly Bytes[]): void => {
    seen.push(...all.map((bytes) => new WeakRef(bytes)));
  };
  return {
    ...platform,
    randomBytes: (length) => {
      const bytes = platform.randomBytes(length);
      note(bytes);
      return bytes;
    },
    sha256$: (bytes) => {
      note(bytes);
      return platform.sha256$(bytes).pipe(
        tap((result) => {
          note(result);
        }),
      );
    },
    signature$: (signing) => {
      note(signing.secret, signing.salt);
      return platform.signature$(signing).pipe(
        tap((result) => {
          note(result);
        }),
      );
    },
  };
}

function canaryChallenge(): SrpChallenge {
  return { ...challengeOf(vectorNamed('plain')), password: [CANARY, nodeCrypto.randomUUID()].join(':') };
}

async function report(platform: SrpPlatform): Promise<HeapReport> {
  const seen: WeakRef<Uint8Array>[] = [];
  const srp = createSrp(() => watched(platform, seen));
  const kept: unknown[] = [];
  const hold = async () => {
    const ephemeral = await onlyValueOf(srp.ephemeral$());
    const claim$ = ephemeral.claim$(canaryChallenge());
    kept.push(ephemeral, claim$);
    return { ephemeral, claim$ };
  };
  for (let warmUp = 0; warmUp < 2; warmUp++) await onlyValueOf((await hold()).claim$);
  const before = countBigints(await takeSnapshot());

  const first = await hold();
  const held = await search(before, seen);
  await onlyValueOf(first.claim$);
  const claimed = await search(before, seen);

  const refuse = async (): Promise<void> => {
    const { ephemeral } = first;
    await onlyValueOf(ephemeral.claim$(canaryChallenge())).catch(() => undefined);
    const fresh = await onlyValueOf(srp.ephemeral$());
    kept.push(fresh);
    await onlyValueOf(fresh.claim$({ ...canaryChallenge(), srpB: '0' })).catch((error: unknown) =>
      kept.push(error),
    );
  };
  await refuse();
  const refused = await search(before, seen);

  const cancel = async (): Promise<void> => {
    const { claim$ } = await hold();
    const subscription = claim$.subscribe();
    subscription.unsubscribe();
    kept.push(subscription);
    // What WebCrypto has begun ends by itself.
    await onlyValueOf(platform.sha256$(new Uint8Array(1)));
  };
  await cancel();
  const cancelled = await search(before, seen);

  const discard = async (): Promise<void> => {
    const ephemeral = await onlyValueOf(srp.ephemeral$());
    kept.push(ephemeral);
    ephemeral.discard();
  };
  await discard();
  const discarded = await search(before, seen);

  if (kept.length === 0) throw new Error('Nothing was held.');
  return { held, claimed, refused, cancelled, discarded };
}

async function main(): Promise<void> {
  const reports: Record<string, HeapReport> = {};
  for (const [name, create] of PLATFORMS) reports[name] = await report(create());
  process.stdout.write(JSON.stringify(reports));
}

void main();
