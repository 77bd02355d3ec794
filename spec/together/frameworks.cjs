const { load } = require('./load.cjs');

// Angular's rendering on a server puts a global `Event` of its own in place.
load('node', 'angular', 'types');
