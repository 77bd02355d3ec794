/** The domains of AWS's partitions, by how the names of their regions begin. */
const PARTITIONS: readonly (readonly [prefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/** Returns the region that a user pool id names. */
export const regionOf = (userPoolId: string): string => userPoolId.slice(0, userPoolId.indexOf('_'));

/** Returns the host of the user pool API of a region. */
export function cognitoHostOf(region: string): string {
  const domain = PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  return `cognito-idp.${region}.${domain}`;
}

/** Returns the issuers that the tokens of a pool may name: the original form, and the one of an updated pool. */
export function issuersOf(userPoolId: string): readonly string[] {
  const host = cognitoHostOf(regionOf(userPoolId));
  return [`https://${host}/${userPoolId}`, `https://issuer-${host}/${userPoolId}`];
}
