import { createInterface } from 'node:readline/promises';
import type { CliIo } from './io';

/** Makes the world of a command out of the process that it runs in; the first interruption asks it to end. */
export function createNodeIo(process: NodeJS.Process): CliIo {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      interrupted.abort();
    });
  }
  const { stdin, stdout, stderr, env } = process;
  // Whoever reads the output may stop reading (`| head -1`): what runs goes on, unheard.
  for (const output of [stdout, stderr]) output.on('error', () => undefined);
  return {
    writeOut: (text) => stdout.write(text),
    writeError: (text) => stderr.write(text),
    stop: interrupted.signal,
    hasColours: stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    ask: stdin.isTTY && stdout.isTTY ? askIn(stdin, stdout, interrupted) : undefined,
    env,
    folder: process.cwd(),
  };
}

function askIn(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  interrupted: AbortController,
): NonNullable<CliIo['ask']> {
  return async (question) => {
    const line = createInterface({ input, output });
    // While a line is read the terminal's interruption comes to its reader, not to the process.
    line.on('SIGINT', () => {
      interrupted.abort();
    });
    try {
      return await line.question(question, { signal: interrupted.signal });
    } finally {
      line.close();
    }
  };
}
