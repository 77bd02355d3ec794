const { load } = require('./load.cjs');

load('node', 'model', 'machine', 'flows', 'user-pool', 'ports');
