import { mask } from '../pool/messages/delivery';
import type { CodePurpose, SentCode } from '../pool/messages/outbox';
import type { RunningUserPool } from '../start-user-pool';
import type { LoggedRequest } from '../wire/request-log';

const PURPOSES: Readonly<Record<CodePurpose, string>> = {
  signUp: 'sign-up',
  forgotPassword: 'forgotten password',
  verifyAttribute: 'verification of the address',
  mfa: 'second factor',
  signIn: 'sign-in',
  invitation: 'invitation',
};

/** Writes how a pool is reached: its ids as JSON, in the first line, then what to paste into an application. */
export function describePool(pool: RunningUserPool, certificateFile?: string): string {
  const { endpoint, userPoolId, userPoolClientId, identityPool } = pool;
  const ids = { userPoolEndpoint: endpoint, userPoolId, userPoolClientId };
  const members = Object.entries(ids).map(([name, value]) => `  ${name}: '${value}',\n`);
  const trust =
    certificateFile === undefined
      ? ''
      : `\nThe certificate to trust: NODE_EXTRA_CA_CERTS=${certificateFile}\n`;
  const { identityPoolId } = identityPool;
  const json = { ...ids, identityPoolId, ...(certificateFile !== undefined && { certificateFile }) };
  return (
    `${JSON.stringify(json)}\n\nconst auth = createAuth({\n${members.join('')}});\n` +
    `\nprovideCognitoAuth({\n${members.join('')}});\n${trust}`
  );
}

/** Writes a message that would have been sent, for who waits for the code: `alice ← SMS 123456 to +*******0100 · sign-up`. */
export function describeMessage({ username, medium, destination, code, purpose }: SentCode): string {
  return `${username} ← ${medium} ${code} to ${mask(destination)} · ${PURPOSES[purpose]}\n`;
}

/** Writes how a request was answered. What it contained stays out of it. */
export function describeRequest({ operation, status, error }: LoggedRequest): string {
  return `${operation} ${String(status ?? '–')}${error === undefined ? '' : ` ${error}`}\n`;
}
