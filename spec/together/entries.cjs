const { load } = require('./load.cjs');

load(
  'node',
  ...[
    'account',
    'amplify',
    'angular',
    'bench',
    'docs',
    'hosted-ui',
    'identity-pool',
    'playground',
    'testing',
    'types',
  ],
);
