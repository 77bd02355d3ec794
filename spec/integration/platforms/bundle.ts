import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import { build } from 'esbuild';
import type * as RxCognito from '../../../src';

/** What a browser or a worker of today has, as far as anything of ours or of the AWS SDK might ask for it. */
const GLOBALS = [
  ...['AbortController', 'AbortSignal', 'Blob', 'BroadcastChannel', 'DOMException', 'Event', 'EventTarget'],
  ...[
    'FormData',
    'Headers',
    'MessageChannel',
    'ReadableStream',
    'Request',
    'Response',
    'TextDecoder',
    'TextEncoder',
  ],
  ...[
    'URL',
    'URLSearchParams',
    'atob',
    'btoa',
    'clearInterval',
    'clearTimeout',
    'console',
    'crypto',
    'fetch',
  ],
  ...['performance', 'queueMicrotask', 'setInterval', 'setTimeout', 'structuredClone'],
] as const;

/** The name of a global of a platform. */
export type GlobalName = (typeof GLOBALS)[number];

/** Returns the globals of a platform, as values to change. */
export const platformGlobals = (): Record<GlobalName, unknown> =>
  Object.fromEntries(GLOBALS.map((name) => [name, globalThis[name]])) as Record<GlobalName, unknown>;

/** Bundles the library, the AWS SDK included, as for a browser or React Native. */
export async function bundleForPlatforms(): Promise<Script> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, '../../../src/index.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'rxCognito',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return new Script(outputFiles[0]?.text ?? '');
}

/** Runs the library on a platform that has these globals, and those of the language, and no others. */
export function runOn(
  library: Script,
  globals: Readonly<Partial<Record<GlobalName, unknown>>>,
): typeof RxCognito {
  const context: Context = createContext({ ...globals });
  library.runInContext(context);
  return (context as { rxCognito: typeof RxCognito }).rxCognito;
}
