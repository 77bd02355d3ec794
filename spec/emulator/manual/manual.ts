import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import {
  isForAdministrators,
  isOperationName,
  OPERATIONS,
  serviceOf,
  type OperationName,
} from '../../../src/emulator/operations/table';
import { CONFIG_SCHEMA } from '../../../src/emulator/schema/pool-config';

const IDENTITY_POOLS = 'AWSCognitoIdentityService';

/** What stands around the part of docs/emulator.md that is made from the code. */
export const [BEGIN, END] = ['<!-- made by npm run docs:emulator -->', '<!-- /made -->'] as const;

/** The operations that the emulator answers, in their order. */
export const NAMES: readonly OperationName[] = Object.keys(OPERATIONS).filter(isOperationName).sort();

/**
 * Lists the members of an operation's input by the AWS SDK, which holds the service model of user pools; nothing where the
 * operation is of identity pools.
 */
export function modelledMembers(name: OperationName): readonly string[] | undefined {
  if (serviceOf(name) === IDENTITY_POOLS) return undefined;
  // A schema of the SDK is a tuple: kind, namespace, name, traits, the names of its members.
  const schema: unknown = Object.entries(sdk).find(([exported]) => exported === `${name}Request$`)?.[1];
  if (!Array.isArray(schema)) throw new Error(`The SDK has no ${name}Request.`);
  return schema[4] as readonly string[];
}

/** Writes the table of operations. */
export function operationTable(): string {
  const rows = NAMES.map((name) => {
    const { members } = OPERATIONS[name];
    const ignored = (modelledMembers(name) ?? []).filter((member) => !members.includes(member));
    return `| \`${name}\` | ${callersOf(name)} | ${listed(members)} | ${listed(ignored)} |`;
  });
  return ['| operation | for | reads | takes no notice of |', '|---|---|---|---|', ...rows].join('\n');
}

/** Writes the schema of a configuration, as it is published. */
export function publishedSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of the rx-cognito emulator',
    ...CONFIG_SCHEMA,
  };
}

function callersOf(name: OperationName): string {
  if (isForAdministrators(name)) return 'administrators';
  return serviceOf(name) === IDENTITY_POOLS ? 'clients, of the identity pool' : 'clients';
}

function listed(members: readonly string[]): string {
  return members.map((member) => `\`${member}\``).join(', ');
}
