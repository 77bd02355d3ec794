require('./load.cjs').load('adapters');
