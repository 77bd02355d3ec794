import core = require('rx-cognito');
import amplify = require('rx-cognito/amplify');
import doctor = require('rx-cognito/doctor');
import emulator = require('rx-cognito/emulator');
import identity = require('rx-cognito/identity-pool');

export const auth: core.Auth = core.createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  adopt: amplify.amplifySession(),
});

export const pool: emulator.UserPool = emulator.createUserPool();

export const identityPool: identity.IdentityPool = identity.createIdentityPool(auth, {
  identityPoolId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
});

export const findings: doctor.Finding[] = doctor.diagnose({ userPoolId: 'a_b', userPoolClientId: 'c' });
