require('./load.cjs').load('frameworks');
