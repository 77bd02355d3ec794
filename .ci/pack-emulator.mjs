/**
 * Packs the emulator as a package of its own, out of the build of this one: `npm run pack:emulator -- [folder]`. What it
 * consists of are the files of `packages/emulator`, and of `dist` those that its entries reach. Version, licence and the
 * like are the root's.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OWN = join(ROOT, 'packages/emulator');
const ENTRIES = ['emulator.mjs', 'emulator.cjs', 'emulator.d.mts', 'emulator.d.cts', 'emulator-cli.mjs'];
const SHARED = ['version', 'license', 'repository', 'homepage', 'bugs', 'publishConfig', 'engines'];

const destination = resolve(process.argv[2] ?? '.');
const staging = mkdtempSync(join(tmpdir(), 'rx-cognito-emulator-'));
try {
  cpSync(OWN, staging, { recursive: true });
  cpSync(join(ROOT, 'LICENSE'), join(staging, 'LICENSE'));
  cpSync(join(ROOT, 'bin/emulator.schema.json'), join(staging, 'bin/emulator.schema.json'));
  for (const file of reachedFrom(ENTRIES)) {
    mkdirSync(dirname(join(staging, 'dist', file)), { recursive: true });
    // With its source map: the last line of the code says that it lies beside it.
    for (const each of [file, `${file}.map`].filter((name) => existsSync(join(ROOT, 'dist', name)))) {
      cpSync(join(ROOT, 'dist', each), join(staging, 'dist', each));
    }
  }
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  mkdirSync(destination, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', destination],
    { cwd: staging, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  console.log(join(destination, stdout.trim()));
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function manifest() {
  const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const shared = Object.fromEntries(SHARED.map((name) => [name, root[name]]));
  const own = JSON.parse(readFileSync(join(OWN, 'package.json'), 'utf8'));
  return { ...own, ...shared, files: ['dist', 'bin'] };
}

/** The files of the build that some of them import, themselves included; whatever is not relative must be Node's. */
function reachedFrom(entries) {
  const found = new Set(entries);
  for (const file of found) {
    const code = readFileSync(join(ROOT, 'dist', file), 'utf8');
    for (const [, specifier] of code.matchAll(
      /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"]([^'"]+)['"]/g,
    )) {
      if (specifier.startsWith('.')) found.add(declared(file, join(dirname(file), specifier)));
      else if (!specifier.startsWith('node:')) throw new Error(`dist/${file} imports ${specifier}.`);
    }
  }
  return found;
}

/** Declarations import the code beside which they stand. */
function declared(file, imported) {
  return /\.d\.[mc]ts$/.test(file) ? imported.replace(/\.([mc])js$/, '.d.$1ts') : imported;
}
