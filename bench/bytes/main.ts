import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { bundle, initialPaths } from '../page/build';
import { rounded } from '../statistics';
import { sumOf } from './report';
import type { ByteResults, Part } from './report';

/** Our chunks, by the module that each is made around, and when they come. */
const PARTS: readonly (readonly [module: RegExp, what: string, when: string])[] = [
  [/dist\/chunks\/core\.mjs$/, '`createAuth`, the state, the storage', 'start'],
  [/apps\/rx-cognito\.ts$/, 'the application itself', 'start'],
  [/dist\/chunks\/user-pool\.mjs$/, 'requests and errors, challenges, refresh, sign-out, SRP', 'first need'],
];
/** Chunks that a password and a sign-out do without. */
const UNUSED = /dist\/chunks\/(web-passkeys|client-secret-api)\.mjs$/;
const SDK = /node_modules\/@?(aws-sdk|smithy|bowser|aws-crypto|tslib)/;

type Output = Metafile['outputs'][string];

const appOf = (name: string): string => join(import.meta.dirname, 'apps', `${name}.ts`);

const modulesOf = (output: Output | undefined): readonly string[] => Object.keys(output?.inputs ?? {});

/** What is reached from the start over imports of both kinds, but for chunks that nobody asks for. */
function reachedFrom(outputs: Metafile['outputs'], start: readonly string[]): readonly string[] {
  const found = new Set(start);
  for (const path of found) {
    const output = outputs[path];
    // The SDK's own import()s are of what a user pool never sends: event streams.
    const isOurs = modulesOf(output).some((module) => /dist\/|apps\//.test(module));
    for (const { path: next, kind } of output?.imports ?? []) {
      const isUnused = modulesOf(outputs[next]).some((module) => UNUSED.test(module));
      if (next in outputs && !isUnused && (kind !== 'dynamic-import' || isOurs)) found.add(next);
    }
  }
  return [...found];
}

async function partsOf(name: string, external: readonly string[]): Promise<readonly Part[]> {
  const { metafile, outputFiles } = await bundle(appOf(name), external);
  const { outputs } = metafile;
  const contents = new Map(outputFiles.map((file) => [file.path.split('/').at(-1), file.contents]));
  return reachedFrom(outputs, initialPaths(metafile)).map((path) => {
    const output = outputs[path];
    const [, what = 'what the AWS SDK itself shares', when = 'first need'] =
      PARTS.find(([module]) => modulesOf(output).some((it) => module.test(it))) ?? [];
    const sdk = Object.entries(output?.inputs ?? {}).filter(([module]) => SDK.test(module));
    return {
      what,
      when,
      gzipBytes: gzipSync(contents.get(path.split('/').at(-1)) ?? '', { level: 9 }).length,
      sdkShare: rounded(
        sdk.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0) / (output?.bytes ?? NaN),
      ),
    };
  });
}

/** Bundles each application, and weighs what it loads. */
export async function measure(): Promise<ByteResults> {
  const ours = await partsOf('rx-cognito', ['rxjs']);
  const withRxjs = await partsOf('rx-cognito', []);
  return {
    parts: [...ours].sort((one, other) => other.gzipBytes - one.gzipBytes),
    rxjsBytes: sumOf(withRxjs) - sumOf(ours),
    peers: {
      'aws-amplify': sumOf(await partsOf('amplify', [])),
      'amazon-cognito-identity-js': sumOf(await partsOf('identity-js', [])),
    },
  };
}
