/**
 * The layers of the library, as rules for dependency-cruiser. An import only ever goes to a layer that stands
 * earlier in this table; what a layer may reach outside the package is said here too.
 */
const layers = {
  model: [],
  ports: ['model'],
  machine: ['model', 'ports'],
  flows: ['model', 'ports', 'machine'],
  'user-pool': ['model', 'ports', 'machine', 'flows'],
  adapters: ['model', 'ports'],
};
/** The two files that pick adapters: what starts with an application, and what is loaded at its first need. */
const compositions = { start: '^src/create-auth\\.ts$', chunk: '^src/user-pool/user-pool\\.ts$' };
const entries = [
  'account',
  'amplify',
  'hosted-ui',
  'angular',
  'ngrx',
  'testing',
  'emulator',
  'doctor',
  'identity-pool',
  'schematics',
  'cli',
];
/** The prompt of the browser, how a pasted code is read, how a chunk is asked for: the core has them as well, and the build makes one copy of them. */
const shared =
  '^src/(adapters/web/(passkey-errors|passkey-support|web-passkeys)|model/typed-code|ports/imported)\\.ts$';

/** What a schematic copies into an application. */
const ofApplications = '^src/schematics/[^/]+/files/';

const anyOf = (names) => `(${names.join('|')})`;
const insideOf = (names) => `^src/${anyOf(names)}/`;

const betweenLayers = Object.entries(layers).map(([layer, allowed]) => ({
  name: `${layer}-imports-only-upwards`,
  comment: `src/${layer} may import ${allowed.length === 0 ? 'nothing but itself' : allowed.map((name) => `src/${name}`).join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${layer}/`, pathNot: compositions.chunk },
  to: { path: '^src/', pathNot: insideOf([layer, ...allowed]) },
}));

/** What an entry reaches of the sources beside itself. */
const reached = {
  account: shared,
  // The command line is made of the entries that it runs; none of them holds a state that a second copy would split.
  cli: insideOf(['doctor', 'emulator']),
};
const entryPaths = (entry) => [`^src/${entry}/`, ...(entry in reached ? [reached[entry]] : [])];

/** Entries that take the core by its name, as an application does; the test double is the core itself, over other ports. */
const overTheName = entries.filter((entry) => entry !== 'testing');

const entriesStandAlone = overTheName.map((entry) => ({
  name: `${entry}-imports-the-package-by-its-name`,
  comment: 'A relative import would put a second copy of the core into the bundle of the entry.',
  severity: 'error',
  from: { path: `^src/${entry}/` },
  to: { path: '^src/', pathNot: entryPaths(entry), dependencyTypesNot: ['aliased'] },
}));

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
export const forbidden = [
  ...betweenLayers,
  ...entriesStandAlone,
  {
    name: 'model-imports-nothing',
    comment: 'src/model is pure data and functions: no rxjs, no platform, no package.',
    severity: 'error',
    from: { path: '^src/model/' },
    to: { pathNot: '^src/' },
  },
  {
    name: 'adapters-are-picked-in-two-places',
    comment:
      'Only src/create-auth.ts and src/user-pool/user-pool.ts pick adapters; src/index.ts exports the storages.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: [
        compositions.start,
        compositions.chunk,
        '^src/adapters/',
        '^src/index\\.ts$',
        insideOf(entries),
      ],
    },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'index-exports-storages-alone',
    comment: 'Of the adapters, an application is handed the storages: the others are picked for it.',
    severity: 'error',
    from: { path: '^src/index\\.ts$' },
    to: { path: '^src/adapters/', pathNot: '^src/adapters/storage/' },
  },
  {
    name: 'user-pool-picks-adapters-and-options',
    comment:
      'Beside its own layers, the chunk of the user pool knows the adapters and the options of createAuth.',
    severity: 'error',
    from: { path: compositions.chunk },
    to: {
      path: '^src/',
      pathNot: [insideOf(['user-pool', ...layers['user-pool'], 'adapters']), '^src/auth-options\\.ts$'],
    },
  },
  {
    name: 'user-pool-comes-by-import',
    comment:
      'What speaks to Cognito is a chunk that an application does not need to start; the test double, which is none, answers at once.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/user-pool/', '^src/testing/'] },
    to: { path: '^src/user-pool/', dependencyTypesNot: ['dynamic-import'] },
  },
  {
    name: 'user-pool-comes-into-create-auth',
    comment: 'One file loads that chunk, as a whole.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/user-pool/', '^src/testing/', compositions.start] },
    to: { path: '^src/user-pool/' },
  },
  {
    name: 'user-pool-is-one-chunk',
    comment: 'A second way in would be a second chunk.',
    severity: 'error',
    from: { path: compositions.start },
    to: { path: '^src/user-pool/', pathNot: compositions.chunk },
  },
  {
    name: 'core-knows-no-entry',
    comment: 'The core never imports one of the secondary entries.',
    severity: 'error',
    from: { path: '^src/', pathNot: insideOf(entries) },
    to: { path: insideOf(entries) },
  },
  {
    name: 'testing-reaches-the-core-over-its-ports',
    comment:
      'The test double reaches the making of an Auth over ports and the layers above it; of the platform a storage in memory, so that nothing of AWS comes along. One build makes all entries: they share the core.',
    severity: 'error',
    from: { path: '^src/testing/' },
    to: {
      path: '^src/',
      pathNot: [
        insideOf(['testing', 'model', 'ports', 'machine', 'flows']),
        '^src/(auth-over|user-pool/(bounded-api|send-public|sign-out/run-steps|user-pool-over)|adapters/(text/encode|storage/(key-value-session-store|memory-storage|writable-session-store)))\\.ts$',
      ],
      dependencyTypesNot: ['aliased'],
    },
  },
  {
    name: 'emulator-knows-no-core',
    comment: 'The emulator is the independent witness: it shares no code with what it is a test for.',
    severity: 'error',
    from: { path: '^src/emulator/' },
    to: {
      path: '^src/|(^|/)node_modules/',
      pathNot: ['^src/emulator/', '(^|/)node_modules/@types/node/'],
    },
  },
  {
    name: 'emulator-only-its-server-needs-node',
    comment: 'The pool itself runs wherever WebCrypto does; node:http stays in the server.',
    severity: 'error',
    from: {
      path: '^src/emulator/',
      pathNot: '^src/emulator/.*(server|start-user-pool)',
    },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'emulator-pool-knows-no-request',
    comment:
      'What a pool holds, and its rules, stand for themselves: requests come to it, it does not go to them.',
    severity: 'error',
    from: { path: '^src/emulator/pool/' },
    to: { path: '^src/emulator/(wire|operations|sign-in|oauth|control|server|command)/' },
  },
  {
    name: 'emulator-sign-in-knows-no-request',
    comment: 'The steps of a sign-in are the same behind an operation and behind a page of managed login.',
    severity: 'error',
    from: { path: '^src/emulator/sign-in/' },
    to: { path: '^src/emulator/(wire|operations|oauth|control|server|command)/' },
  },
  {
    name: 'sdk-only-in-adapters',
    comment:
      'Only src/adapters/aws-sdk, the chunks of src/account and src/cli import the AWS SDK; adapters, and the files of the public contract, may name its types.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(adapters/aws-sdk|account/commands|cli)/' },
    to: { path: '(^|/)@(aws-sdk|smithy)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'sdk-adapters-only-by-import',
    comment:
      'A sign-in and a sign-out do without the AWS SDK: what runs its commands is loaded when there is one to run.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/aws-sdk/' },
    to: { path: '^src/adapters/aws-sdk/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
  },
  {
    name: 'sdk-types-only-in-the-contract',
    comment:
      'SDK types appear in src/auth.ts and src/auth-options.ts, nowhere else where the SDK itself may not.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: ['^src/(adapters|account/commands|cli)/', '^src/(auth|auth-options)\\.ts$'],
    },
    to: { path: '(^|/)@(aws-sdk|smithy)/', dependencyTypes: ['type-only'] },
  },
  {
    name: 'account-commands-only-by-import',
    comment:
      'An application pays for the commands that it sends: their chunks are loaded when the first of them is.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/account/commands/' },
    to: { path: '^src/account/commands/', dependencyTypesNot: ['dynamic-import'] },
  },
  {
    name: 'cli-loads-the-sdk-when-it-asks',
    comment: 'The command line loads the AWS SDK by import(), in the one command that needs it.',
    severity: 'error',
    from: { path: '^src/cli/' },
    to: { path: '(^|/)@(aws-sdk|smithy)/', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'doctor-knows-nothing-else',
    comment: 'src/doctor is pure data and functions: no rxjs, no platform, no package.',
    severity: 'error',
    from: { path: '^src/doctor/' },
    to: { pathNot: '^src/doctor/' },
  },
  {
    name: 'schematics-run-in-the-cli-of-angular',
    comment:
      "A schematic has what Angular's CLI hands it, and Node; the files that it copies belong to an application.",
    severity: 'error',
    from: { path: '^src/schematics/', pathNot: ofApplications },
    to: {
      path: '^src/|(^|/)node_modules/',
      pathNot: [
        '^src/schematics/',
        '(^|/)node_modules/(@angular-devkit/schematics|@schematics/angular|typescript|@types/node)/',
      ],
    },
  },
  {
    name: 'cli-of-angular-only-in-schematics',
    comment: 'It is there while an application is made, and never while it runs.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/schematics/' },
    to: { path: '(^|/)(@angular-devkit|@schematics|node_modules/typescript)/' },
  },
  {
    name: 'schematics-import-no-file-of-an-application',
    comment: 'They are text to the schematic, and code of the application that gets them.',
    severity: 'error',
    from: { path: '^src/', pathNot: ofApplications },
    to: { path: ofApplications },
  },
  {
    name: 'framework-only-in-its-entry',
    comment: 'Angular and NgRx are optional peers: the core must load without them.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(angular|ngrx|schematics/[^/]+/files)/' },
    to: { path: '(^|/)(@angular|@ngrx)/' },
  },
  {
    name: 'angular-knows-no-ngrx',
    severity: 'error',
    from: { path: '^src/angular/' },
    to: { path: '(^|/)@ngrx/' },
  },
  {
    name: 'nothing-imports-a-spec',
    severity: 'error',
    from: { pathNot: '^(spec|bench|examples)/' },
    to: { path: '^spec/' },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolves',
    comment: 'Every import resolves; what has a manifest of its own is installed by test:compat alone.',
    severity: 'error',
    from: { path: '^(src|spec|examples|bench|playground)/', pathNot: '^spec/compat/serverless-offline/' },
    to: { couldNotResolve: true },
  },
  {
    name: 'library-imports-what-it-declares',
    comment: 'Published code reaches no devDependency.',
    severity: 'error',
    from: { path: '^src/' },
    to: {
      dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
      // The last three come with an application of Angular's CLI, to the schematics alone.
      pathNot: [
        '(^|/)node_modules/(@types|@angular|@ngrx|rxjs|@angular-devkit/schematics|@schematics/angular|typescript)/',
      ],
    },
  },
];
