import { concat, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import type { KeyValueStorage } from '../../src/ports/key-value-storage';
import { fakeTokens, IDENTITY } from '../fakes/fake-tokens';

/** What all entries of the session begin with. */
export const PREFIX = `CognitoIdentityServiceProvider.${IDENTITY.userPoolClientId}`;
/** Our note that the session is being taken over. */
export const CLAIM = `rx-cognito.${IDENTITY.userPoolClientId}.adopted`;
/** The tokens of ada. */
export const TOKENS = fakeTokens();
/** What proves a remembered device. */
export const DEVICE = { deviceKey: 'device-1', deviceGroupKey: 'group', randomPasswordKey: 'device-secret' };

/** Writes what the two libraries write. */
export const write = (
  storage: KeyValueStorage,
  fields: Readonly<Record<string, string | undefined>> = {},
  username = 'ada',
): void => {
  const all: Readonly<Record<string, string | undefined>> = {
    accessToken: TOKENS.AccessToken,
    idToken: TOKENS.IdToken,
    refreshToken: TOKENS.RefreshToken,
    clockDrift: '0',
    ...fields,
  };
  void storage.setItem(`${PREFIX}.LastAuthUser`, username);
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) void storage.setItem(`${PREFIX}.${username}.${name}`, value);
  }
};

/** Runs steps one after another. */
export const run = (...steps$: Observable<unknown>[]): Promise<unknown> =>
  lastValueFrom(concat(...steps$), { defaultValue: undefined });
