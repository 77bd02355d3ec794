export { amplifySession } from './amplify-session';
export type { AmplifySessionOptions } from './amplify-session';
export type { AmplifyCookieOptions } from './cookies';
