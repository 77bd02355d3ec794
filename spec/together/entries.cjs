require('./load.cjs').load('entries');
