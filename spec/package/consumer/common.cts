import core = require('rx-cognito');
import amplify = require('rx-cognito/amplify');
import emulator = require('rx-cognito/emulator');

export const auth: core.Auth = core.createAuth({
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  adopt: amplify.amplifySession(),
});

export const pool: emulator.UserPool = emulator.createUserPool();
