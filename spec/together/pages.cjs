/** @jest-environment jsdom */
const { load } = require('./load.cjs');

load('jsdom', 'adapters', 'angular', 'docs', 'hosted-ui');
