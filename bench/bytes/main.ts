import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { bundle, initialPaths } from '../page/build';
import { sumOf } from './report';
import type { ByteResults, Part } from './report';

/** Our chunks, by the module that each is made around, and when they come. */
const PARTS: readonly (readonly [module: RegExp, what: string, when: string])[] = [
  [/dist\/chunks\/core\.mjs$/, '`createAuth`, the state, the storage', 'start'],
  [/apps\/rx-cognito\.ts$/, 'the application itself', 'start'],
  [/dist\/chunks\/user-pool\.mjs$/, 'requests and errors, challenges, refresh, sign-out, SRP', 'first need'],
];
/** Whatever a peer, or a bundler, makes besides. */
const OTHER = [undefined, 'what several of these share', 'first need'] as const;
/** Chunks that a password and a sign-out do without, and what loads them. */
const ON_DEMAND: readonly (readonly [module: RegExp, what: string])[] = [
  [/dist\/chunks\/web-passkeys\.mjs$/, 'passkeys'],
  [/dist\/chunks\/client-secret-api\.mjs$/, 'the secret of an app client, on servers'],
  [/dist\/chunks\/no-text-encoder\.mjs$/, 'the error of a platform without `TextEncoder`'],
  [/dist\/chunks\/light-client\.mjs$/, 'commands of the AWS SDK, by `send$`'],
  [/dist\/chunks\/sdk-commands\.mjs$/, 'a client of the AWS SDK, by the option `client`'],
];

type Output = Metafile['outputs'][string];

const appOf = (name: string): string => join(import.meta.dirname, 'apps', `${name}.ts`);

const modulesOf = (output: Output | undefined): readonly string[] => Object.keys(output?.inputs ?? {});

const holds = (output: Output | undefined, wanted: RegExp): boolean =>
  modulesOf(output).some((module) => wanted.test(module));

/** What is reached over imports of both kinds, but for chunks that nobody asks for. */
function reachedFrom(outputs: Metafile['outputs'], start: readonly string[]): readonly string[] {
  const found = new Set(start);
  for (const path of found) {
    const output = outputs[path];
    // The SDK's own import()s are of what a user pool never sends: event streams.
    const isOurs = holds(output, /dist\/|apps\//);
    for (const { path: next, kind } of output?.imports ?? []) {
      const isOnDemand = ON_DEMAND.some(([module]) => holds(outputs[next], module));
      if (next in outputs && !isOnDemand && (kind !== 'dynamic-import' || isOurs)) found.add(next);
    }
  }
  return [...found];
}

interface Loaded {
  readonly parts: readonly Part[];
  readonly onDemand: Readonly<Record<string, number>>;
}

async function loadedBy(name: string, external: readonly string[]): Promise<Loaded> {
  const { metafile, outputFiles } = await bundle(appOf(name), external);
  const { outputs } = metafile;
  const contents = new Map(outputFiles.map((file) => [file.path.split('/').at(-1), file.contents]));
  const gzipBytesOf = (path: string): number =>
    gzipSync(contents.get(path.split('/').at(-1)) ?? '', { level: 9 }).length;
  const always = reachedFrom(outputs, initialPaths(metafile));
  const onDemand = ON_DEMAND.map(([module, what]): readonly [string, number] => {
    const asked = Object.keys(outputs).filter((path) => holds(outputs[path], module));
    const more = reachedFrom(outputs, asked).filter((path) => !always.includes(path));
    return [what, more.reduce((sum, path) => sum + gzipBytesOf(path), 0)];
  });
  return {
    parts: always.map((path) => {
      const [, what, when] = PARTS.find(([module]) => holds(outputs[path], module)) ?? OTHER;
      return { what, when, gzipBytes: gzipBytesOf(path) };
    }),
    onDemand: Object.fromEntries(onDemand.filter(([, bytes]) => bytes > 0)),
  };
}

/** Bundles each application, and weighs what it loads. */
export async function measure(): Promise<ByteResults> {
  const { parts, onDemand } = await loadedBy('rx-cognito', ['rxjs']);
  const withRxjs = await loadedBy('rx-cognito', []);
  return {
    parts: [...parts].sort((one, other) => other.gzipBytes - one.gzipBytes),
    onDemand,
    rxjsBytes: sumOf(withRxjs.parts) - sumOf(parts),
    peers: {
      'aws-amplify': sumOf((await loadedBy('amplify', [])).parts),
      'amazon-cognito-identity-js': sumOf((await loadedBy('identity-js', [])).parts),
    },
  };
}
