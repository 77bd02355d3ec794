export { run } from './main';
export { createNodeIo } from './node-io';
