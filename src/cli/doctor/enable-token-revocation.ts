import { shellWord } from '../../doctor/commands';
import type { CliIo } from '../io';
import { reasonOf } from '../usage';
import { removeBackUp, writeBackUp } from './back-up';
import { CallFailure, callFailureOf, unreadable } from './call-failure';
import { differences, unknownSettings, updateTo } from './client-settings';
import type { Cognito } from './cognito';
import type { DoctorOptions } from './options';
import type { RawAnswer } from './raw-client';
import { createPaint, printable, wrapped } from './text';

const DONE = 0;
const NOT_WANTED = 1;
const NOT_DONE = 2;

/** What became of one attempt: an exit code, or that somebody else changed the client meanwhile. */
type Attempt = number | 'changedMeanwhile';

/**
 * Switches token revocation on, and nothing else.
 *
 * An update resets every setting that it leaves out, and nothing keeps two updates apart. So: read, back up, show,
 * ask, read again to see that nothing has changed, update with every setting, and read what became of it.
 *
 * @returns The exit code: 0 on, 1 not wanted, 2 anything else.
 */
export async function enableTokenRevocation(
  cognito: Cognito,
  options: DoctorOptions,
  io: CliIo,
): Promise<number> {
  try {
    const first = await attempt(cognito, options, io);
    if (first !== 'changedMeanwhile') return first;
    io.writeOut(wrapped('The app client was changed meanwhile: once more from the start.'));
    const second = await attempt(cognito, options, io);
    if (second !== 'changedMeanwhile') return second;
    return refuse(io, 'The app client keeps being changed by somebody else. Nothing was changed. Try later.');
  } catch (error) {
    const { code, message } = callFailureOf(error);
    return refuse(io, `The app client could not be read (${code}: ${message}). Nothing was changed.`);
  }
}

async function attempt(cognito: Cognito, options: DoctorOptions, io: CliIo): Promise<Attempt> {
  const before = await readClient(cognito, options);
  if (before['EnableTokenRevocation'] === true) {
    io.writeOut('Token revocation is on already. Nothing was changed.\n');
    return DONE;
  }
  const unknown = unknownSettings(before);
  if (unknown.length > 0) {
    return refuse(
      io,
      `The app client has settings that this version does not know: ${unknown.join(', ')}. An update would reset them, so nothing was changed. Use a newer version of rx-cognito, or the console.`,
    );
  }
  const backUp = await backUpOf(before, io);
  if (backUp === undefined) return NOT_DONE;
  show(before, backUp, io);
  const isWanted = await isAgreed(options, io);
  const isUnchanged = isWanted && isSame(before, await readUnlessGone(cognito, options, backUp));
  if (!isUnchanged) await removeBackUp(backUp);
  if (!isWanted) return NOT_WANTED;
  return isUnchanged ? change(cognito, options, io, before, backUp) : 'changedMeanwhile';
}

async function readClient(
  cognito: Cognito,
  { userPoolId, userPoolClientId }: DoctorOptions,
): Promise<RawAnswer> {
  const client = (await cognito.read('DescribeUserPoolClient'))['UserPoolClient'];
  if (typeof client !== 'object' || client === null) throw unreadable();
  const raw = { ...client } as RawAnswer;
  if (raw['ClientId'] !== userPoolClientId || raw['UserPoolId'] !== userPoolId) throw unreadable();
  return raw;
}

async function readUnlessGone(cognito: Cognito, options: DoctorOptions, backUp: string): Promise<RawAnswer> {
  try {
    return await readClient(cognito, options);
  } catch (error) {
    await removeBackUp(backUp);
    throw error;
  }
}

// A client that was changed and changed back has another date: it is in somebody's hands.
function isSame(one: RawAnswer, other: RawAnswer): boolean {
  return differences(one, other).length === 0 && one['LastModifiedDate'] === other['LastModifiedDate'];
}

async function backUpOf(before: RawAnswer, io: CliIo): Promise<string | undefined> {
  try {
    return await writeBackUp(io.folder, updateTo(before), new Date());
  } catch (error) {
    refuse(io, `The back-up could not be written (${reasonOf(error)}). Nothing was changed.`);
    return undefined;
  }
}

function show(before: RawAnswer, backUp: string, io: CliIo): void {
  const paint = createPaint(io.hasColours);
  const found = before['EnableTokenRevocation'] === undefined ? 'not set' : 'false';
  io.writeOut(
    [
      wrapped(`app client ${String(before['ClientName'])} (${String(before['ClientId'])})`),
      `back-up    ${printable(backUp)}\n`,
      paint('bold', `\n  EnableTokenRevocation: ${found} → true\n\n`),
      wrapped('Every other setting is carried over.'),
      wrapped(
        'If CloudFormation, the CDK or Terraform manages this client, its next run will put it back: set EnableTokenRevocation (enable_token_revocation) there as well.',
      ),
    ].join(''),
  );
}

async function isAgreed({ isAgreed: isAgreedAhead }: DoctorOptions, io: CliIo): Promise<boolean> {
  if (isAgreedAhead) return true;
  if (!io.ask) {
    io.writeError('Nobody can be asked here: say --yes to agree ahead. Nothing was changed.\n');
    return false;
  }
  const answer = await io.ask('Switch it on? [y/N] ').catch(() => '');
  if (/^\s*y(es)?\s*$/i.test(answer)) return true;
  io.writeOut('Nothing was changed.\n');
  return false;
}

async function change(
  cognito: Cognito,
  options: DoctorOptions,
  io: CliIo,
  before: RawAnswer,
  backUp: string,
): Promise<Attempt> {
  const failure = await cognito
    .update({ ...updateTo(before), EnableTokenRevocation: true })
    .then(() => undefined, callFailureOf);
  // What the update answered is not evidence enough, a lost answer least of all.
  const after = await readClient(cognito, options).catch(callFailureOf);
  if (after instanceof CallFailure) return tellUnknown(io, options, backUp, failure ?? after);
  if (differences({ ...before, EnableTokenRevocation: true }, after).length === 0)
    return tellDone(io, backUp);
  if (differences(before, after).length > 0) return tellDifference(io, options, backUp, before, after);
  if (failure?.code === 'ConcurrentModificationException') {
    await removeBackUp(backUp);
    return 'changedMeanwhile';
  }
  await removeBackUp(backUp);
  const reason = failure ? `${failure.code}: ${failure.message}` : 'the update was accepted, and did nothing';
  return refuse(io, `Token revocation is still off (${reason}). Nothing was changed.`);
}

function tellDone(io: CliIo, backUp: string): number {
  io.writeOut(
    wrapped('Token revocation is on, and every other setting is as it was: the app client was read again.') +
      wrapped('Sessions that began before cannot be revoked until their users have signed in again.') +
      `The back-up is no longer needed: ${printable(backUp)}\n`,
  );
  return DONE;
}

function tellDifference(
  io: CliIo,
  options: DoctorOptions,
  backUp: string,
  before: RawAnswer,
  after: RawAnswer,
): number {
  const changed = differences({ ...before, EnableTokenRevocation: true }, after);
  const text = `After the update the app client differs in: ${changed.join(', ')}. Somebody else may have changed it at the same moment. What it was before is in the back-up; this restores it:`;
  io.writeError(`${wrapped(text)}\n${restoring(options, backUp)}`);
  return NOT_DONE;
}

function tellUnknown(
  io: CliIo,
  options: DoctorOptions,
  backUp: string,
  { code, message }: CallFailure,
): number {
  const text = `The update was sent, and what became of it could not be read (${code}: ${message}). Run the doctor again to see. What the client was before is in the back-up; this restores it:`;
  io.writeError(`${wrapped(text)}\n${restoring(options, backUp)}`);
  return NOT_DONE;
}

function restoring({ userPoolId, endpoint }: DoctorOptions, backUp: string): string {
  const lines = [
    'aws cognito-idp update-user-pool-client',
    `--region ${userPoolId.split('_')[0] ?? ''}`,
    ...(endpoint === undefined ? [] : [`--endpoint-url ${shellWord(endpoint)}`]),
    `--cli-input-json ${shellWord(`file://${backUp}`)}`,
  ];
  return `  ${lines.map((line) => printable(line)).join(' \\\n    ')}\n`;
}

function refuse(io: CliIo, text: string): number {
  io.writeError(wrapped(text));
  return NOT_DONE;
}
