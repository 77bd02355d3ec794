import { CognitoError, notAuthorized, userNotFound } from '../../errors';
import type { AppClient } from '../../pool/clients/app-clients';
import { isConfirmed } from '../../pool/authenticators/device';
import type { Call } from '../../pool/pool';
import { isReplaced, type IssuedToken, type TokenFamily } from '../../pool/tokens/token-families';
import { issueTokens, type TokenSet } from '../../pool/tokens/tokens';
import type { User } from '../../pool/users/user';
import { requireAdmissible } from '../../sign-in/password';
import { optional } from '../../wire/constraint';
import { clientId, clientMetadata, clientSecret, deviceKey, token } from '../members';
import { operation } from '../operation';

interface Refresh {
  readonly token: string;
  readonly deviceKey: string | undefined;
  /** Refuses a caller who does not know the client's secret. */
  readonly authorize: (user: User) => Promise<void> | void;
}

/** Makes new tokens, and with rotation a new refresh token. */
export const getTokensFromRefreshToken = operation(
  {
    RefreshToken: token,
    ClientId: clientId,
    ClientSecret: clientSecret,
    DeviceKey: optional(deviceKey),
    ClientMetadata: clientMetadata,
  },
  async (input, call) => {
    const client = call.pool.clients.get(input.ClientId);
    return refreshTokens(call, client, {
      token: input.RefreshToken,
      deviceKey: input.DeviceKey,
      authorize: () => {
        if (client.clientSecret !== input.ClientSecret) {
          throw notAuthorized(`Unable to verify client secret for client ${client.clientId}`);
        }
      },
    });
  },
);

/** What a refresh answers. */
interface RefreshAnswer {
  readonly AuthenticationResult: TokenSet;
}

/** Refreshes, by whichever operation. */
export async function refreshTokens(call: Call, client: AppClient, refresh: Refresh): Promise<RefreshAnswer> {
  const issued = requireRefreshToken(call, client, refresh.token);
  const { family } = issued;
  await refresh.authorize(family.user);
  requireDevice(family, refresh.deviceKey);
  requireAdmissible(family.user);
  const rotates = client.refreshTokenRotation !== undefined;
  if (rotates) issued.rotatedAt ??= call.now;
  noteActivity(call, family);
  const tokens = await issueTokens(call.pool, family, call.random, {
    withRefreshToken: rotates,
    occasion: 'RefreshTokens',
  });
  return { AuthenticationResult: tokens };
}

// Tokens of a device live with it: from before it is confirmed until it is forgotten they cannot be refreshed.
function requireDevice({ user, deviceKey }: TokenFamily, given: string | undefined): void {
  if (deviceKey === undefined) return;
  const device = user.devices.get(deviceKey);
  if (given !== deviceKey || !device || !isConfirmed(device)) throw notAuthorized('Invalid Refresh Token.');
}

function noteActivity({ now, userAgent }: Call, family: TokenFamily): void {
  family.lastActiveAt = now;
  family.lastUserAgent = userAgent;
  if (family.ssoSession) family.ssoSession.lastActiveAt = now;
}

function requireRefreshToken(call: Call, client: AppClient, text: string): IssuedToken {
  const issued = call.pool.families.find(text);
  if (issued?.use !== 'refresh' || issued.family.client !== client)
    throw notAuthorized('Invalid Refresh Token.');
  const { family } = issued;
  if (family.endedBy === 'UserDeleted') throw userNotFound();
  if (family.endedBy !== undefined) throw notAuthorized('Refresh Token has been revoked');
  if (issued.expiresAt <= call.now) throw notAuthorized('Refresh Token has expired');
  if (isReplaced(issued, call.now)) {
    throw new CognitoError('RefreshTokenReuseException', 'Refresh token has been reused.');
  }
  return issued;
}
