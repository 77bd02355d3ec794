import { createAuth } from 'rx-cognito';
import type { SessionAdoption } from 'rx-cognito';
import { amplifySession } from 'rx-cognito/amplify';

const adopt: SessionAdoption = amplifySession({
  storage: sessionStorage,
  cookies: { domain: 'example.com' },
});

createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE', adopt });
createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  adopt: amplifySession(),
});

export const problems = [
  // @ts-expect-error: an adoption is a value, and no name
  createAuth({ userPoolId: 'eu-west-1_a1B2c3D4e', userPoolClientId: 'x', adopt: 'amplify' }),
];
