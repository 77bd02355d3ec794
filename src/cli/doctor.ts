import { diagnose } from '../doctor/diagnose';
import type { Finding } from '../doctor/finding';
import { connectToCognito, type Cognito } from './doctor/cognito';
import { enableTokenRevocation } from './doctor/enable-token-revocation';
import { adviceOn, look } from './doctor/look';
import { DOCTOR_USAGE, readDoctorOptions, type DoctorOptions } from './doctor/options';
import { report } from './doctor/report';
import { printableJson } from './doctor/text';
import type { Command } from './command';
import type { CliIo } from './io';

const NOTHING_FOUND = 0;
const FOUND = 1;
const NOT_READ = 2;

/** Examines an app client and its pool, or mends the one setting that a sign-out needs. */
export const DOCTOR: Command = { usage: DOCTOR_USAGE, run: doctor };

async function doctor(args: readonly string[], io: CliIo): Promise<number> {
  const options = readDoctorOptions(args);
  const cognito = await connectToCognito(options, io);
  return options.enablesTokenRevocation
    ? enableTokenRevocation(cognito, options, io)
    : examine(cognito, options, io);
}

async function examine(cognito: Cognito, options: DoctorOptions, io: CliIo): Promise<number> {
  const { userPoolId, userPoolClientId, isJson, isStrict } = options;
  const { description, notLookedAt, clientFailure } = await look(cognito, options);
  const findings = diagnose(description);
  const reported = { userPoolId, userPoolClientId, findings, notLookedAt };
  io.writeOut(isJson ? `${printableJson(reported)}\n` : report(reported, io.hasColours));
  if (!clientFailure) return exitCodeOf(findings, isStrict);
  const { code, message } = clientFailure;
  const advice = await adviceOn(clientFailure, cognito);
  io.writeError(`The app client could not be read (${code}: ${message}). ${advice}\n`);
  return NOT_READ;
}

function exitCodeOf(findings: readonly Finding[], isStrict: boolean): number {
  const counts = ({ severity }: Finding): boolean =>
    severity === 'error' || (isStrict && severity === 'warning');
  return findings.some(counts) ? FOUND : NOTHING_FOUND;
}
