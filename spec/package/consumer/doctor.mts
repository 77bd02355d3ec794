import { diagnose } from 'rx-cognito/doctor';
import type { Finding, PoolDescription } from 'rx-cognito/doctor';

export const description: PoolDescription = {
  userPoolId: 'eu-west-1_a1B2c3D4e',
  userPoolClientId: '1h57kf5cpq17m0eml12EXAMPLE',
  userPoolClient: { EnableTokenRevocation: false },
};

export const findings: Finding[] = diagnose(description);
