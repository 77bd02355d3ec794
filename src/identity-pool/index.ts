export { AwsCredentials } from './aws-credentials';
export type { CredentialSecrets, SdkCredentials } from './aws-credentials';
export { createIdentityPool } from './create-identity-pool';
export type { IdentityPool } from './create-identity-pool';
export type { IdentityPoolOptions } from './options';
export type { SessionSource } from './tenure';
