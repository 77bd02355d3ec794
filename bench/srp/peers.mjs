// The peers' own code, by the same calls that their sign-in makes; what is not exported is reached by its path.
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import BigInteger from '../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs';
import { getAuthenticationHelper } from '../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getAuthenticationHelper.mjs';
import { getNowString } from '../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getNowString.mjs';
import { getSignatureString } from '../../node_modules/@aws-amplify/auth/dist/esm/providers/cognito/utils/srp/getSignatureString.mjs';
import { CHALLENGE, CHALLENGE_PARAMETERS, POOL_ID } from './contestant.ts';

export const amplify = {
  name: 'aws-amplify',
  async signIn() {
    const { poolName, userIdForSrp: username, password } = CHALLENGE;
    const helper = await getAuthenticationHelper(poolName);
    const hkdf = await helper.getPasswordAuthenticationKey({
      username,
      password,
      serverBValue: new BigInteger(CHALLENGE.srpB, 16),
      salt: new BigInteger(CHALLENGE.salt, 16),
    });
    const timestamp = getNowString();
    const signature = getSignatureString({
      username,
      userPoolName: poolName,
      challengeParameters: CHALLENGE_PARAMETERS,
      dateNow: timestamp,
      hkdf,
    });
    return { srpA: helper.A.toString(16), signature, timestamp };
  },
};

export const identityJs = {
  name: 'amazon-cognito-identity-js',
  signIn: () =>
    new Promise((resolve, reject) => {
      const storage = { getItem: () => null, setItem() {}, removeItem() {}, clear() {} };
      const pool = new CognitoUserPool({ UserPoolId: POOL_ID, ClientId: 'bench', Storage: storage });
      const user = new CognitoUser({ Pool: pool, Username: CHALLENGE.userIdForSrp, Storage: storage });
      let srpA = '';
      user.client.request = (operation, request, callback) => {
        if (operation === 'InitiateAuth') {
          srpA = request.AuthParameters.SRP_A;
          callback(null, { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: CHALLENGE_PARAMETERS });
        } else {
          const { PASSWORD_CLAIM_SIGNATURE: signature, TIMESTAMP: timestamp } = request.ChallengeResponses;
          resolve({ srpA, signature, timestamp });
        }
      };
      const details = { Username: CHALLENGE.userIdForSrp, Password: CHALLENGE.password };
      user.authenticateUser(new AuthenticationDetails(details), { onFailure: reject, onSuccess: reject });
    }),
};

export const srpHelper = {
  name: 'cognito-srp-helper',
  signIn() {
    const session = createSrpSession(CHALLENGE.userIdForSrp, CHALLENGE.password, POOL_ID, false);
    const signed = signSrpSession(session, {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: CHALLENGE_PARAMETERS,
    });
    return Promise.resolve({
      srpA: signed.largeA,
      signature: signed.passwordSignature,
      timestamp: signed.timestamp,
    });
  },
};
