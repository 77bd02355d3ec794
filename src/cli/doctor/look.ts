import type { PoolDescription } from '../../doctor/description';
import { callFailureOf, unreadable, type CallFailure } from './call-failure';
import type { Cognito, ReadOperation } from './cognito';
import type { DoctorOptions } from './options';
import type { RawAnswer } from './raw-client';
import { printable } from './text';

/** A call that brought nothing, and what is therefore not known. */
export interface NotLookedAt {
  readonly call: ReadOperation;
  readonly reason: string;
  readonly settings: readonly string[];
}

/** What could be read. */
export interface Looked {
  readonly description: PoolDescription;
  readonly notLookedAt: readonly NotLookedAt[];
  /** Why the app client could not be read. */
  readonly clientFailure: CallFailure | undefined;
}

interface Look {
  readonly call: ReadOperation;
  readonly settings: readonly string[];
  /** The part of a description that an answer is. */
  readonly part: Exclude<keyof PoolDescription, 'userPoolId' | 'userPoolClientId' | 'appUrls' | 'usedBy'>;
  /** Takes that part out of the answer; nothing where the answer is none to the question. */
  readonly take: (answer: RawAnswer, options: DoctorOptions) => unknown;
}

const LOOKS: readonly Look[] = [
  {
    call: 'DescribeUserPoolClient',
    settings: ['every setting of the app client'],
    part: 'userPoolClient',
    take: ({ UserPoolClient }, { userPoolClientId }) =>
      (UserPoolClient as RawAnswer | undefined)?.['ClientId'] === userPoolClientId
        ? UserPoolClient
        : undefined,
  },
  {
    call: 'DescribeUserPool',
    settings: ['UserPoolTier', 'IssuerConfiguration', 'DeviceConfiguration'],
    part: 'userPool',
    take: ({ UserPool }, { userPoolId }) =>
      (UserPool as RawAnswer | undefined)?.['Id'] === userPoolId ? UserPool : undefined,
  },
  {
    call: 'GetUserPoolMfaConfig',
    settings: ['WebAuthnConfiguration', 'MfaConfiguration'],
    part: 'mfaConfig',
    take: (answer) => (typeof answer['MfaConfiguration'] === 'string' ? answer : undefined),
  },
  {
    call: 'GetUserPoolSessionConfiguration',
    settings: ['UserSessionTracking'],
    part: 'sessionConfiguration',
    take: (answer) => (typeof answer['UserSessionTracking'] === 'string' ? answer : undefined),
  },
  {
    call: 'GetUserPoolClientSessionConfiguration',
    settings: ['SSOSession'],
    part: 'clientSessionConfiguration',
    take: (answer) => (typeof answer['SSOSession'] === 'object' && answer['SSOSession'] ? answer : undefined),
  },
];

/** Reads what there is to be read; a call that is denied takes nothing else with it. */
export async function look(cognito: Cognito, options: DoctorOptions): Promise<Looked> {
  const { userPoolId, userPoolClientId, appUrls, usedBy } = options;
  const results = await Promise.all(LOOKS.map((one) => lookAt(cognito, one, options)));
  return {
    description: {
      userPoolId,
      userPoolClientId,
      appUrls,
      usedBy,
      ...Object.fromEntries(results.map(({ part, value }) => [part, value])),
    },
    notLookedAt: results.flatMap(({ call, settings, failure }) =>
      failure ? [{ call, reason: `${failure.code}: ${failure.message}`, settings }] : [],
    ),
    clientFailure: results.find(({ part }) => part === 'userPoolClient')?.failure,
  };
}

async function lookAt(cognito: Cognito, one: Look, options: DoctorOptions) {
  try {
    const value = one.take(await cognito.read(one.call), options);
    if (value === undefined) throw unreadable();
    return { ...one, value, failure: undefined };
  } catch (error) {
    return { ...one, value: undefined, failure: callFailureOf(error) };
  }
}

/** Says what to do about an app client that could not be read. */
export async function adviceOn(failure: CallFailure, cognito: Cognito): Promise<string> {
  switch (failure.code) {
    case 'NoCredentials':
    case 'ExpiredTokenException':
    case 'IncompleteSignatureException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'MissingAuthenticationTokenException':
    case 'UnrecognizedClientException':
      return 'Sign in to AWS as for the AWS command line (aws sso login, AWS_PROFILE, AWS_ACCESS_KEY_ID).';
    case 'AccessDeniedException':
      return 'It takes a permission to cognito-idp:DescribeUserPoolClient on the user pool.';
    case 'ResourceNotFoundException':
      return `Check both ids.${await otherClients(cognito)}`;
    case 'NoConnection':
      return 'Check the connection, and the region that the user pool id begins with.';
    default:
      return 'Try again.';
  }
}

async function otherClients(cognito: Cognito): Promise<string> {
  try {
    const { UserPoolClients: clients, NextToken: next } = await cognito.read('ListUserPoolClients');
    const lines = (Array.isArray(clients) ? (clients as readonly RawAnswer[]) : []).map(
      ({ ClientId, ClientName }) => `\n  ${printable(String(ClientId))}  ${printable(String(ClientName))}`,
    );
    const more = next === undefined || next === null ? '' : '\n  and more';
    return lines.length > 0 ? ` The app clients of the pool are:${lines.join('')}${more}` : '';
  } catch {
    return '';
  }
}
