import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import {
  isForAdministrators,
  isOperationName,
  OPERATIONS,
  serviceOf,
  type OperationName,
} from '../../../src/emulator/operations/table';
import { CONFIG_SCHEMA } from '../../../src/emulator/schema/pool-config';
import { ERROR_TEXTS } from '../error-texts/error-texts';

const IDENTITY_POOLS = 'AWSCognitoIdentityService';

/** A part of docs/emulator.md that is made from the code: what stands around it, and what it says. */
export interface MadePart {
  readonly begin: string;
  readonly end: string;
  readonly make: () => string;
}

/** The table of operations. */
export const OPERATION_PART: MadePart = {
  begin: '<!-- made by npm run docs:emulator -->',
  end: '<!-- /made -->',
  make: operationTable,
};

/** The table of what errors say. */
export const ERROR_PART: MadePart = {
  begin: '<!-- errors made by npm run docs:emulator -->',
  end: '<!-- /errors made -->',
  make: errorTable,
};

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

function operationTable(): string {
  const rows = NAMES.map((name) => {
    const { members } = OPERATIONS[name];
    const ignored = (modelledMembers(name) ?? []).filter((member) => !members.includes(member));
    return `| \`${name}\` | ${callersOf(name)} | ${listed(members)} | ${listed(ignored)} |`;
  });
  return ['| operation | for | reads | takes no notice of |', '|---|---|---|---|', ...rows].join('\n');
}

function errorTable(): string {
  const rows = ERROR_TEXTS.map(
    ({ when, type, text, source }) =>
      `| ${when} | \`${type}\` | \`${text.replaceAll('|', '\\|')}\` | ${source} |`,
  );
  return ['| when | error | text | source |', '|---|---|---|---|', ...rows].join('\n');
}

/** Reads a part that is made out of the manual. */
export function partOf(manual: string, { begin, end }: Pick<MadePart, 'begin' | 'end'>): string {
  const [, made] = manual.split(begin);
  if (made?.includes(end) !== true) throw new Error(`docs/emulator.md has no section ${begin}.`);
  return made.slice(0, made.indexOf(end));
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
