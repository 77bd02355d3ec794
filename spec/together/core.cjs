require('./load.cjs').load('core');
