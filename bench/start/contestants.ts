/** How often a processor is slower than this machine's; a phone's is four to six times. */
export const THROTTLES = [1, 4, 6] as const;
/** Whether the browser has seen the scripts before, and keeps them and what it compiled of them. */
export const CACHES = ['cold', 'warm'] as const;

/** An application whose start is measured. */
export interface StartContestant {
  readonly name: string;
  /** A file of `apps`. */
  readonly app: string;
  /** The contestant that does no more than can be done over the same framework. */
  readonly limit: string;
}

const LIMIT = 'rxjs-and-one-read';
const ANGULAR = 'angular-and-one-read';

/** In the order of the tables. */
export const CONTESTANTS: readonly StartContestant[] = [
  { name: LIMIT, app: 'limit.ts', limit: LIMIT },
  { name: 'rx-cognito', app: 'rx-cognito.ts', limit: LIMIT },
  { name: 'aws-amplify', app: 'amplify.ts', limit: LIMIT },
  { name: 'amazon-cognito-identity-js', app: 'identity-js.ts', limit: LIMIT },
  { name: 'oidc-client-ts', app: 'oidc-client-ts.ts', limit: LIMIT },
  { name: ANGULAR, app: 'angular.ts', limit: ANGULAR },
  { name: 'angular-with-rx-cognito', app: 'angular-rx-cognito.ts', limit: ANGULAR },
  { name: 'angular-auth-oidc-client', app: 'angular-auth-oidc-client.ts', limit: ANGULAR },
];
