/** To the user pool and to the origin of the scripts, in each direction. */
export const ONE_WAY_MS = 50;
/** How often a processor is slower than this machine's. */
export const THROTTLES = [1, 4, 6] as const;

/** In the order of the tables: the name, and its application. */
export const CONTESTANTS = [
  { name: 'rx-cognito', app: 'rx-cognito.ts' },
  { name: 'rx-cognito, prepared', app: 'rx-cognito-prepared.ts' },
  { name: 'aws-amplify', app: 'amplify.ts' },
  { name: 'amazon-cognito-identity-js', app: 'identity-js.ts' },
] as const;
