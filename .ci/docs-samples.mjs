/**
 * Type-checks every `ts` block of README.md and docs/**\/*.md as a module of its own, against the sources.
 * A block marked ```ts continued``` goes on where the one before it ended. What a sample takes for granted stands
 * before it in an HTML comment, `<!-- sample: declare const auth: Auth; -->`, which a reader does not see.
 *
 * A table that sets two libraries side by side is checked too: after `<!-- rows: … ||| … -->` (what the first column takes
 * for granted, and what the second does), each code span of the two columns is a statement.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const GIVEN = /^<!-- sample:\s*([\s\S]*?)-->/;
const GIVEN_FOR_ROWS = /^<!-- rows:\n([\s\S]*?)-->/;
const CODE_SPAN = /(`+)(.+?)\1/g;
const FENCE = /^(`{3,})(\S*)[ \t]*([^\n]*)$/;

const documents = ['README.md', ...markdownIn('docs')].filter((path) => existsSync(path));
const samples = documents.flatMap((path) => samplesOf(path, readFileSync(path, 'utf8')));
const problems = typeCheck(samples);

for (const problem of problems) console.error(problem);
console.log(`${samples.length} samples in ${documents.length} documents, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function markdownIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name.toString()))
    .filter((path) => path.endsWith('.md') && !path.startsWith(join('docs', 'api')));
}

/** Each sample keeps the line numbers of its document: what is not its text is blank. */
function samplesOf(path, text) {
  const lines = text.split('\n');
  const found = [];
  let given = [];
  for (let at = 0; at < lines.length; at += 1) {
    const prelude = GIVEN.exec(lines.slice(at).join('\n'));
    if (prelude !== null) {
      const end = at + prelude[0].split('\n').length - 1;
      given = placed(lines, at, end + 1, (line) => line.replace('<!-- sample:', '').replace('-->', ''));
      at = end;
      continue;
    }
    const rows = GIVEN_FOR_ROWS.exec(lines.slice(at).join('\n'));
    if (rows !== null) {
      found.push(...columnsOf(path, lines, at, at + rows[0].split('\n').length));
      continue;
    }
    const fence = FENCE.exec(lines[at]);
    if (fence === null) continue;
    const end = lines.indexOf(fence[1], at + 1);
    if (end === -1) throw new Error(`${path}:${at + 1}: a code block without an end`);
    if (['ts', 'typescript'].includes(fence[2])) {
      const body = placed(lines, at + 1, end, (line) => line);
      const previous = fence[3].trim() === 'continued' ? found.pop() : undefined;
      found.push({ path, line: at + 1, text: merged([previous?.text, given, body], lines.length) });
      given = [];
    }
    at = end;
  }
  return found;
}

/** The first two columns of the table that follows a comment, each a module: every row a block of its own. */
function columnsOf(path, lines, from, to) {
  const divide = lines.indexOf('|||', from);
  const start = lines.findIndex((line, index) => index >= to && line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return [0, 1].map((column) => {
    const given =
      column === 0
        ? placed(lines, from + 1, divide, (line) => line)
        : placed(lines, divide + 1, to - 1, (line) => line);
    const body = placed(lines, start + 2, end === -1 ? lines.length : end, (row) => {
      const cell = row.split(/(?<!\\)\|/)[column + 1] ?? '';
      const code = [...cell.matchAll(CODE_SPAN)].map(([, , span]) => span.replaceAll('\\|', '|'));
      return code.length === 0 ? '' : `{ ${code.join('; ')} }`;
    });
    return { path, line: start + 1, text: merged([given, body], lines.length) };
  });
}

function placed(lines, from, to, clean) {
  return lines.map((line, index) => (index >= from && index < to ? clean(line) : ''));
}

function merged(layers, length) {
  const given = layers.filter((layer) => layer !== undefined && layer.length > 0);
  return Array.from(
    { length },
    (_, index) => given.map((layer) => layer[index] ?? '').find((line) => line !== '') ?? '',
  );
}

function typeCheck(all) {
  const root = process.cwd();
  const { config } = ts.readConfigFile('tsconfig.spec.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['src/index.ts'] },
    ts.sys,
    root,
  );
  const virtual = new Map(all.map((sample, index) => [resolve(root, `sample-${index}.ts`), sample]));
  const strictButForSketches = {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const host = ts.createCompilerHost(strictButForSketches);
  const { fileExists, readFile } = host;
  const textOf = (file) => virtual.get(file)?.text.join('\n');
  host.fileExists = (file) => virtual.has(file) || fileExists.call(host, file);
  host.readFile = (file) => textOf(file) ?? readFile.call(host, file);

  const program = ts.createProgram([...virtual.keys()], strictButForSketches, host);
  return [...virtual].flatMap(([file, { path }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (problem) => {
        const { line } = source.getLineAndCharacterOfPosition(problem.start ?? 0);
        return `${path}:${line + 1} ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`;
      },
    );
  });
}
