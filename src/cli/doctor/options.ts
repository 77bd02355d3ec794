import { readOptions, UsageError } from '../usage';

/** How the command is called. */
export const DOCTOR_USAGE = `Usage: rx-cognito doctor --user-pool-id ID --user-pool-client-id ID
         [--app-url URL]... [--server] [--json] [--strict] [--endpoint URL]
       rx-cognito doctor --user-pool-id ID --user-pool-client-id ID
         --enable-token-revocation [--yes] [--endpoint URL]

Says what in the settings of an app client makes a sign-out untrue or a session
unsafe, and how to mend it. Reads with the usual AWS credentials.

  --app-url URL              where the application is; several times if need be
  --server                   a server uses the client: it may have a secret
  --json                     writes the findings as JSON
  --strict                   warnings make the exit code 1 as well
  --enable-token-revocation  switches token revocation on, and nothing else
  --yes                      does so without asking
  --endpoint URL             another endpoint than that of AWS

Exit code: 0 no error found, 1 errors found, 2 the app client could not be read.
`;

/** What the command is to do. */
export interface DoctorOptions {
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly appUrls: readonly string[];
  readonly usedBy: 'browser' | 'server';
  readonly isJson: boolean;
  readonly isStrict: boolean;
  readonly enablesTokenRevocation: boolean;
  readonly isAgreed: boolean;
  readonly endpoint: string | undefined;
}

/** Reads the command line, or refuses it. */
export function readDoctorOptions(args: readonly string[]): DoctorOptions {
  const values = readOptions(args, {
    'user-pool-id': { type: 'string' },
    'user-pool-client-id': { type: 'string' },
    'app-url': { type: 'string', multiple: true },
    server: { type: 'boolean' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    'enable-token-revocation': { type: 'boolean' },
    yes: { type: 'boolean' },
    endpoint: { type: 'string' },
  });
  const isMending = values['enable-token-revocation'] === true;
  if (values.yes && !isMending) throw new UsageError('--yes goes with --enable-token-revocation.');
  if (isMending && (values.json || values.strict)) {
    throw new UsageError('--json and --strict go with the report, not with --enable-token-revocation.');
  }
  return {
    userPoolId: readId('--user-pool-id', values['user-pool-id'], /^[\w-]{1,53}_[0-9a-zA-Z]+$/),
    userPoolClientId: readId('--user-pool-client-id', values['user-pool-client-id'], /^[\w+]{1,128}$/),
    appUrls: (values['app-url'] ?? []).map(readAppUrl),
    usedBy: values.server ? 'server' : 'browser',
    isJson: values.json === true,
    isStrict: values.strict === true,
    enablesTokenRevocation: isMending,
    isAgreed: values.yes === true,
    endpoint: values.endpoint === undefined ? undefined : readEndpoint(values.endpoint),
  };
}

function readId(option: string, value: string | undefined, pattern: RegExp): string {
  if (value === undefined) throw new UsageError(`${option} is missing.`);
  if (!pattern.test(value)) throw new UsageError(`${option} takes an id as the Cognito console shows it.`);
  return value;
}

function readAppUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new UsageError('--app-url takes a URL like https://app.example.com.');
  }
  return url.href;
}

// What is signed carries a session token: it goes to nobody who listens on the way.
function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    throw new UsageError('--endpoint takes an https URL, or an http URL on this machine.');
  }
  return url.href;
}

/** Tells whether a host is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
