import { createAuth } from 'rx-cognito';
import { createIdentityPool } from 'rx-cognito/identity-pool';
import type { AwsCredentials, IdentityPool } from 'rx-cognito/identity-pool';
import type { Observable } from 'rxjs';

const auth = createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
});

export const identityPool: IdentityPool = createIdentityPool(auth, {
  identityPoolId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
});

export const credentials$: Observable<AwsCredentials> = identityPool.credentials$();
