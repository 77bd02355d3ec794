import { isPasskeySupported } from '../../../src/adapters/web/passkey-support';
import { createFakePrompts } from '../../fakes/fake-passkeys';

describe('isPasskeySupported', () => {
  it('says yes on a secure page of a browser that knows them (R76)', () => {
    expect(isPasskeySupported(createFakePrompts().scope)).toBe(true);
  });

  it.each([
    ['no secure page', { isSecureContext: false }],
    ['no word of how secure it is', { isSecureContext: undefined }],
    ['no public-key credentials', { PublicKeyCredential: undefined }],
    ['no navigator', { navigator: undefined }],
    ['no credentials', { navigator: {} }],
    ['credentials without prompts', { navigator: { credentials: {} } }],
  ])('says no where there is %s (R76)', (_what, missing) => {
    expect(isPasskeySupported({ ...createFakePrompts().scope, ...missing } as never)).toBe(false);
  });

  it('says no in Node.js', () => {
    expect(isPasskeySupported()).toBe(false);
  });
});
