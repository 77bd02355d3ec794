export type { CliIo } from './io';
export { run } from './main';
export { createNodeIo } from './node-io';
