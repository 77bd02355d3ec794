const { load } = require('./load.cjs');

load('node', 'account', 'amplify', 'bench', 'docs', 'hosted-ui', 'identity-pool', 'playground', 'testing');
