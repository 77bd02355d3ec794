/**
 * A user's terminal: a directory, an environment that has nothing of this repository in it, and whatever was started
 * there. Each command is a process group of its own, so that a server ends with all that it started.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

const COMMAND_LIMIT_MS = 3 * 60_000;
const POLL_MS = 100;

/** Opens a terminal in a folder; `bin` comes first in its PATH, and the registry is that of the day `asOf`. */
export function openTerminal(folder, { bin, asOf }) {
  const env = { ...userEnvironment(bin), npm_config_before: asOf };
  const running = new Set();
  let directory = folder;

  const begin = (line) => {
    const child = spawn('bash', ['-c', line], {
      cwd: directory,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = { child, stdout: '', all: '', status: undefined };
    child.stdout.on('data', (chunk) => ((started.stdout += chunk), (started.all += chunk)));
    child.stderr.on('data', (chunk) => (started.all += chunk));
    started.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
    running.add(started);
    void started.ended.then((status) => {
      started.status = status;
      running.delete(started);
    });
    return started;
  };
  const end = async ({ child, ended }) => {
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  };

  return {
    pathOf: (path) => join(directory, path),
    enter: (path) => (directory = join(directory, path)),

    /** Runs a command to its end, and returns what it printed: as its output, and together with its warnings. */
    async run(line) {
      const started = begin(line);
      const limit = setTimeout(() => void end(started), COMMAND_LIMIT_MS);
      const status = await started.ended;
      clearTimeout(limit);
      if (status !== 0) throw new Error(`\`${line}\` ended with ${status}\n${started.all}`);
      return started;
    },

    /** Starts a server, and waits until its address answers. */
    async serve(line, url) {
      const started = begin(line);
      const limitAt = performance.now() + COMMAND_LIMIT_MS;
      while (!(await answers(url))) {
        if (started.status !== undefined || performance.now() > limitAt) {
          throw new Error(`\`${line}\` does not answer at ${url}\n${started.all}`);
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      return () => end(started);
    },

    /** Ends what is still running. */
    close: () => Promise.all([...running].map(end)),
  };
}

/** What npm, which runs this script, says to its children would turn their installations upon this repository. */
function userEnvironment(bin) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_OPTIONS|NODE_PATH|FORCE_COLOR)/i.test(name),
  );
  const path = process.env.PATH.split(delimiter).filter((entry) => !/node_modules|node-gyp-bin/.test(entry));
  return {
    ...Object.fromEntries(own),
    PATH: [...(bin === undefined ? [] : [bin]), ...path].join(delimiter),
    CI: '1',
    NG_CLI_ANALYTICS: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_prefer_offline: 'true',
  };
}

async function answers(url) {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(30_000) })).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Returns a port if nobody listens there, else one that is free. */
export async function freePort(port) {
  const isTaken = (await Promise.all(['127.0.0.1', '::1'].map((host) => listens(port, host)))).includes(
    'EADDRINUSE',
  );
  return isTaken ? listens(0, '127.0.0.1') : port;
}

/** Listens for a moment: returns the port, or the code of why not. */
function listens(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', ({ code }) => resolve(code));
    server.listen(port, host, () => {
      const { port: given } = server.address();
      server.close(() => resolve(given));
    });
  });
}
