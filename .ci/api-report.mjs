/**
 * The public API of each entry, as text: `spec/package/api/*.api.md`. A change of it shows in the diff of a commit.
 * `npm run api:report` writes them; `npm run check:api` fails where they are not what the build declares.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const FOLDER = 'spec/package/api';
const TEMPORARY = 'reports/api';
const isWriting = process.argv.includes('--write');

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The declarations of each entry, by the name of its report. */
const entries = Object.entries(exports)
  .filter(([name]) => name !== './package.json')
  .map(([name, conditions]) => ({
    name: name === '.' ? 'index' : name.slice(2).replaceAll('/', '-'),
    types: conditions.types ?? conditions.import.types,
  }));

function report({ name, types }) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: resolve('package.json'),
    packageJsonFullPath: resolve('package.json'),
    configObject: {
      projectFolder: process.cwd(),
      mainEntryPointFilePath: join(process.cwd(), types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2022', 'DOM'],
            module: 'ESNext',
            moduleResolution: 'bundler',
            skipLibCheck: true,
            strict: true,
            types: ['node'],
          },
          files: [join(process.cwd(), types)],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        // A member of a union, a field of an event: what is reached by a name is public, exported or not.
        includeForgottenExports: true,
        reportFolder: resolve(FOLDER),
        reportTempFolder: resolve(TEMPORARY),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const result = Extractor.invoke(config, {
    localBuild: isWriting,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  return isWriting || !result.apiReportChanged;
}

mkdirSync(FOLDER, { recursive: true });
const changed = entries.filter((entry) => !report(entry)).map(({ name }) => name);
// An entry that is gone is a change, too.
for (const file of readdirSync(FOLDER)) {
  if (entries.some(({ name }) => file === `${name}.api.md`)) continue;
  if (isWriting) rmSync(join(FOLDER, file));
  else changed.push(file);
}
rmSync(TEMPORARY, { recursive: true, force: true });
if (changed.length > 0) {
  console.error(
    `The public API has changed: ${changed.join(', ')}. Look at it: npm run api:report, and git diff ${FOLDER}`,
  );
  process.exitCode = 1;
}
