const { load } = require('./load.cjs');

load('node', 'adapters/aws', 'adapters/storage', 'adapters/text', 'adapters/web');
