import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Page } from 'playwright-core';
import { startPasskeyStage } from './passkey-stage';
import type { PasskeyStage, PasskeyTab } from './passkey-stage';

const CHALLENGE = 'Y2hhbGxlbmdlIG9mIHRoZSBwb29s';
const CREATION = {
  challenge: CHALLENGE,
  rp: { id: 'localhost', name: 'Example' },
  user: { id: 'YWRh', name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
  timeout: 60_000,
  excludeCredentials: [],
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  attestation: 'none',
};
const REQUEST = { challenge: CHALLENGE, rpId: 'localhost', timeout: 60_000, userVerification: 'required' };

const bytes = (text = ''): Buffer => Buffer.from(text, 'base64url');
const clientDataOf = (text: string): unknown => JSON.parse(bytes(text).toString());

describe('createWebPasskeys in Chromium, with a virtual authenticator', () => {
  let stage: PasskeyStage;
  let tab: PasskeyTab;
  let page: Page;

  beforeAll(async () => {
    stage = await startPasskeyStage('passkey-page.ts');
  }, 60_000);

  afterAll(() => stage.close());

  beforeEach(async () => {
    tab = await stage.open();
    ({ page } = tab);
  });

  afterEach(() => page.close());

  const create = (options: object = CREATION) => page.evaluate((given) => passkeyPage.create(given), options);
  const get = (options: object = REQUEST) => page.evaluate((given) => passkeyPage.get(given), options);

  const created = async () => {
    const outcome = await create();
    if (!('credential' in outcome)) throw new Error(`There is no passkey but ${outcome.code}.`);
    return outcome.credential;
  };
  const proven = async (options: object = REQUEST) => {
    const outcome = await get(options);
    if (!('credential' in outcome)) throw new Error(`There is no proof but ${outcome.code}.`);
    return outcome.credential;
  };

  it('makes a passkey, and proves it: the signature is of the key that it handed out (R76)', async () => {
    expect(await page.evaluate(() => passkeyPage.isSupported())).toBe(true);
    const made = await created();
    expect(made).toMatchObject({
      type: 'public-key',
      rawId: made.id,
      authenticatorAttachment: 'platform',
      response: { transports: ['internal'], publicKeyAlgorithm: -7 },
    });
    expect(clientDataOf(made.response.clientDataJSON)).toMatchObject({
      type: 'webauthn.create',
      challenge: CHALLENGE,
      origin: new URL(page.url()).origin,
    });
    const { response, id } = await proven({
      ...REQUEST,
      allowCredentials: [{ id: made.id, type: 'public-key' }],
    });
    expect(id).toBe(made.id);
    expect(bytes(response.userHandle).toString()).toBe('ada');
    expect(clientDataOf(response.clientDataJSON)).toMatchObject({
      type: 'webauthn.get',
      challenge: CHALLENGE,
    });
    const key = createPublicKey({ key: bytes(made.response.publicKey), format: 'der', type: 'spki' });
    const signed = Buffer.concat([
      bytes(response.authenticatorData),
      createHash('sha256').update(bytes(response.clientDataJSON)).digest(),
    ]);
    expect(verify('sha256', signed, key, bytes(response.signature))).toBe(true);
  });

  it('works where a password manager has broken every method of a credential (R76)', async () => {
    await page.evaluate(() => {
      const illegal = (): never => {
        throw new TypeError('Illegal invocation');
      };
      for (const prototype of [PublicKeyCredential.prototype, AuthenticatorAttestationResponse.prototype]) {
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
          if (typeof value === 'function' && name !== 'constructor')
            Object.defineProperty(prototype, name, { value: illegal });
        }
      }
    });
    const { id, response } = await created();
    expect(response).toEqual({
      clientDataJSON: expect.any(String),
      attestationObject: expect.any(String),
      transports: [],
    });
    expect(await proven()).toMatchObject({ id, response: { signature: expect.any(String) } });
  });

  it('says that there is a passkey already (R76)', async () => {
    const { id } = await created();
    const excludeCredentials = [{ id, type: 'public-key' }];
    expect(await create({ ...CREATION, excludeCredentials })).toEqual({
      kind: 'invalidState',
      code: 'PasskeyAlreadyExists',
    });
  });

  it('says that the relying party is another one (R76)', async () => {
    const mismatch = { kind: 'configuration', code: 'RelyingPartyMismatch' };
    expect(await create({ ...CREATION, rp: { id: 'example.com', name: 'Example' } })).toEqual(mismatch);
    expect(await get({ ...REQUEST, rpId: 'example.com' })).toEqual(mismatch);
  });

  it('is cancelled where the user is not the one (R76)', async () => {
    await tab.setVerified(false);
    expect(await create()).toEqual({ kind: 'cancelled', code: 'PasskeyRegistrationCanceled' });
    expect(await get()).toEqual({ kind: 'cancelled', code: 'PasskeyAuthenticationCanceled' });
  });

  it('closes a prompt that nobody waits for any more: the next one opens (R76)', async () => {
    await created();
    await tab.setPresent(false);
    await page.evaluate((options) => {
      passkeyPage.wait(options);
      passkeyPage.leave();
    }, REQUEST);
    await tab.setPresent(true);
    expect(await proven()).toMatchObject({ type: 'public-key' });
  });

  it('does not work on a page of an address: an address is no relying party (R76)', async () => {
    await page.goto(page.url().replace('localhost', '127.0.0.1'));
    expect(await create({ ...CREATION, rp: { id: '127.0.0.1', name: 'Example' } })).toEqual({
      kind: 'configuration',
      code: 'RelyingPartyMismatch',
    });
  });
});
