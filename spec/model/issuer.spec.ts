import { cognitoHostOf, issuersOf, regionOf } from '../../src/model/issuer';
import { readSession } from '../../src/model/session';
import { fakeTokens, START_AT } from '../fakes/fake-tokens';

/** A region of each partition of AWS, and the domain of its services. */
const PARTITIONS: readonly (readonly [region: string, domain: string])[] = [
  ['eu-west-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-north-1', 'amazonaws.com.cn'],
  ['cn-northwest-1', 'amazonaws.com.cn'],
  ['eusc-de-east-1', 'amazonaws.eu'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
  ['us-isof-south-1', 'csp.hci.ic.gov'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk'],
];
const CLIENT = '1h57kf5cpq17m0eml12EXAMPLE';

/** Reads a session whose tokens name an issuer. */
const readFrom = (userPoolId: string, iss: string): unknown => {
  const tokens = fakeTokens({ accessClaims: { iss }, idClaims: { iss } });
  const identity = { userPoolId, userPoolClientId: CLIENT, issuers: issuersOf(userPoolId) };
  return readSession(
    { accessToken: tokens.AccessToken, idToken: tokens.IdToken, refreshToken: tokens.RefreshToken },
    identity,
    START_AT,
  );
};

describe('regionOf', () => {
  it('is what stands before the underscore of a pool id', () => {
    expect(regionOf('eusc-de-east-1_a1B2_c3D4e')).toBe('eusc-de-east-1');
  });
});

describe('cognitoHostOf', () => {
  it.each(PARTITIONS)('knows the partition of %s (R65)', (region, domain) => {
    expect(cognitoHostOf(region)).toBe(`cognito-idp.${region}.${domain}`);
  });
});

describe('issuersOf', () => {
  it.each(PARTITIONS)('has both forms in the partition of %s, and no other (R65)', (region, domain) => {
    expect(issuersOf(`${region}_a1B2c3D4e`)).toEqual([
      `https://cognito-idp.${region}.${domain}/${region}_a1B2c3D4e`,
      `https://issuer-cognito-idp.${region}.${domain}/${region}_a1B2c3D4e`,
    ]);
  });

  it.each(PARTITIONS)('lets tokens of either form in, in the partition of %s (R65)', (region) => {
    const userPoolId = `${region}_a1B2c3D4e`;
    for (const iss of issuersOf(userPoolId)) expect(readFrom(userPoolId, iss)).toMatchObject({ user: {} });
  });

  it.each([
    ['another pool', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other'],
    ['a pool whose id goes on', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4eX'],
    ['another region', 'https://cognito-idp.eu-west-2.amazonaws.com/eu-west-1_a1B2c3D4e'],
    ['another partition', 'https://cognito-idp.eu-west-1.amazonaws.com.cn/eu-west-1_a1B2c3D4e'],
    ['another host', 'https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_a1B2c3D4e'],
    ['a host in front', 'https://evil.example/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e'],
    ['a user in front', 'https://x@cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e'],
    ['no encryption', 'http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e'],
    ['a slash more', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e/'],
    ['other capitals', 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A1B2C3D4E'],
    ['a third form', 'https://issuer.cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1B2c3D4e'],
  ])('lets no tokens in of %s (R65)', (_what, iss) => {
    expect(readFrom('eu-west-1_a1B2c3D4e', iss)).toBe('foreignIssuer');
  });
});
