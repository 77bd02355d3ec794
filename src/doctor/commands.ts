/** The app client that commands are about. */
export interface Ids {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
}

const PLAIN_WORD = /^[\w.,:/=+@-]+$/;

/** Writes a word for a POSIX shell. */
export function shellWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Writes a text inside a filter of jq that stands between single quotes. */
export function jqText(text: string): string {
  return JSON.stringify(text).replaceAll("'", '\\u0027');
}

/** A filter that sets the flows of sign-ins, under the names that do not exclude each other. */
export function setFlows(flows: readonly string[]): string {
  const names = [...new Set(flows)].filter((flow) => /^[A-Z_]+$/.test(flow));
  return `.ExplicitAuthFlows = ${jqList(names)}`;
}

/** Writes a list inside a filter of jq, one text to a line. */
export function jqList(texts: readonly string[]): string {
  return `[${texts.map((text) => `\n    ${jqText(text)}`).join(',')}]`;
}

/** A pool is in one region, whatever the default of the AWS command line is. */
const region = ({ userPoolId }: Ids): string => `--region ${shellWord(userPoolId.split('_')[0] ?? '')}`;
const pool = ({ userPoolId }: Ids): string => `--user-pool-id ${shellWord(userPoolId)}`;
const client = ({ userPoolClientId }: Ids): string => `--client-id ${shellWord(userPoolClientId)}`;
const indented = (filter: readonly string[]): string =>
  filter.map((part) => `  ${part.startsWith(' ') ? part : `| ${part}`}`).join('\n');

const DESCRIBED_ONLY = '.ClientSecret, .ClientType, .CreationDate, .LastModifiedDate';

const describedClient = (ids: Ids, filter: readonly string[]): string =>
  [
    '"$(',
    '  aws cognito-idp describe-user-pool-client --output json \\',
    `    ${region(ids)} \\`,
    `    --query UserPoolClient ${pool(ids)} \\`,
    `    ${client(ids)} |`,
    `  jq 'del(${DESCRIBED_ONLY})`,
    `${indented(filter)}'`,
    ')"',
  ].join('\n');

/** A command that changes settings of the app client and gives all others again, since an update resets what it lacks. */
export function updateClient(ids: Ids, ...filter: readonly string[]): string {
  return `aws cognito-idp update-user-pool-client \\\n  ${region(ids)} --cli-input-json ${describedClient(ids, filter)}`;
}

/** A command that makes another app client with the same settings and no secret. */
export function copyClientWithoutSecret(ids: Ids): string {
  const filter = ['.ClientName += "-browser"', '.GenerateSecret = false'];
  return `aws cognito-idp create-user-pool-client \\\n  ${region(ids)} --cli-input-json ${describedClient(ids, ['del(.ClientId)', ...filter])}`;
}

/** A command that changes the second factors of the pool and gives the other ones again. */
export function updateMfaConfig(ids: Ids, ...filter: readonly string[]): string {
  return [
    'aws cognito-idp set-user-pool-mfa-config \\',
    `  ${region(ids)} --cli-input-json "$(`,
    '  aws cognito-idp get-user-pool-mfa-config --output json \\',
    `    ${region(ids)} \\`,
    `    ${pool(ids)} |`,
    `  jq '.UserPoolId = ${jqText(ids.userPoolId)}`,
    `${indented(filter)}'`,
    ')"',
  ].join('\n');
}

/** A command that sets for how long managed login lets this client reuse a session of the browser. */
export function setSsoSession(ids: Ids, minutes: number): string {
  return [
    'aws cognito-idp set-user-pool-client-session-configuration \\',
    `  ${region(ids)} \\`,
    `  ${pool(ids)} \\`,
    `  ${client(ids)} \\`,
    `  --sso-session MaxValidityMinutes=${minutes}`,
  ].join('\n');
}

/** A command that has the pool track sessions, as many for each user as is the default. */
export function trackSessions(ids: Ids): string {
  return [
    'aws cognito-idp set-user-pool-session-configuration \\',
    `  ${region(ids)} \\`,
    `  ${pool(ids)} \\`,
    '  --user-session-tracking ENABLED --token-session MaxPerUser=20',
  ].join('\n');
}

/** The command of this package that switches token revocation on. */
export function enableTokenRevocation({ userPoolId, userPoolClientId }: Ids): string {
  return [
    'npx rx-cognito doctor --enable-token-revocation \\',
    `  --user-pool-id ${shellWord(userPoolId)} \\`,
    `  --user-pool-client-id ${shellWord(userPoolClientId)}`,
  ].join('\n');
}
