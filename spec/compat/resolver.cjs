const isFramework = /^(@angular|@ngrx)\//;

/** Resolves Angular and NgRx, and nothing else, from the installation next to this file. */
module.exports = (request, options) =>
  options.defaultResolver(request, isFramework.test(request) ? { ...options, basedir: __dirname } : options);
