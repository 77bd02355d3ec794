/** @jest-environment jsdom */
require('./load.cjs').load('pages');
