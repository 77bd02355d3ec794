import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { AuthState, SignOutResult } from 'rx-cognito';

const time = (at: number): string => new Date(at).toTimeString().slice(0, 8);

function detailsOf(state: AuthState): string {
  switch (state.status) {
    case 'restoring':
      return '';
    case 'signedOut':
      return state.reason;
    case 'signingIn':
      return [state.username, state.nextStep?.signInStep].filter(Boolean).join(' · ');
    case 'signedIn':
      return `${state.user.username} · ${state.freshness} · until ${time(state.expiresAt)}`;
    case 'signingOut':
      return `${state.user.username} · ${state.scope} · ${state.step}`;
  }
}

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Prints one aligned line: what it is about, and what there is to say. */
export const say = (topic: string, text: string): void => {
  write(`${topic.padEnd(12)} ${text}`);
};

/** Prints a heading with room above it. */
export const heading = (text: string): void => {
  write(`\n${text}`);
};

/** Prints one line for each state of a device. */
export const sayState =
  (device: string) =>
  (state: AuthState): void => {
    say(device, `${state.status.padEnd(10)} ${detailsOf(state)}`.trimEnd());
  };

/** Prints what a sign-out did, step by step, and what it could not end. */
export function sayResult({ outcome, scope, steps, stillValid }: SignOutResult): void {
  say('result', `${outcome} · ${scope}`);
  for (const [step, stepOutcome] of Object.entries(steps)) say('', `${step.padEnd(13)} ${stepOutcome}`);
  if (stillValid.accessTokenUntil !== undefined) {
    say('still valid', `until ${time(stillValid.accessTokenUntil)}, for services that verify JWTs offline`);
  }
}

/** Asks for a line; with `isSecret` what is typed is not shown. */
export function ask(question: string, { isSecret = false } = {}): Promise<string> {
  process.stdout.write(question);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({
    input: process.stdin,
    output: isSecret ? silent : process.stdout,
    terminal: process.stdin.isTTY,
  });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      lines.close();
      if (isSecret) process.stdout.write('\n');
      resolve(line);
    });
    lines.once('close', () => {
      resolve('');
    });
  });
}
