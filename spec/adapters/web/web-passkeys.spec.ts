import { inspect } from 'node:util';
import { TestScheduler } from 'rxjs/testing';
import { createWebPasskeys } from '../../../src/adapters/web/web-passkeys';
import { AuthError } from '../../../src/model/auth-error';
import {
  createFakePrompts,
  newPasskey,
  proofOfPasskey,
  RAW_ID,
  RAW_ID_TEXT,
} from '../../fakes/fake-passkeys';
import { watch } from '../../fakes/marbles';

const CREATION = {
  challenge: '-_8',
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'AQI', name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
  timeout: 60_000,
  excludeCredentials: [{ id: 'AAA', type: 'public-key', transports: ['usb'] }],
  authenticatorSelection: { userVerification: 'preferred' },
};
const REQUEST = {
  challenge: '-_8',
  rpId: 'example.com',
  timeout: 180_000,
  userVerification: 'required',
  allowCredentials: [{ id: 'AAA', type: 'public-key', transports: ['internal'] }],
};

/** A clock that stands still: no prompt times out by itself. */
const still = () => new TestScheduler(() => undefined);

const setUp = () => {
  const prompts = createFakePrompts();
  const passkeys = createWebPasskeys({ scope: prompts.scope, scheduler: still() });
  return { prompts, passkeys };
};

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const illegal = (): never => {
  throw new TypeError('Illegal invocation');
};

/** A credential of a password manager: nothing but what it must have, and all of its methods throw. */
const hostile = (credential: object): object => {
  const { response, ...rest } = credential as { readonly response: object };
  const spoiled = (fields: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'function' ? illegal : value]),
    );
  const object = { ...spoiled(rest), response: spoiled(response), toJSON: illegal };
  Object.defineProperty(object, 'authenticatorAttachment', { get: illegal });
  return object;
};

const CEREMONIES = [
  ['create$', CREATION, newPasskey, 'PasskeyRegistrationCanceled', 'PasskeyRegistrationFailed'],
  ['get$', REQUEST, proofOfPasskey, 'PasskeyAuthenticationCanceled', 'PasskeyRetrievalFailed'],
] as const;

describe('createWebPasskeys', () => {
  it('prompts for a new passkey with bytes, and hands it out as text, field by field (R76)', async () => {
    const { prompts, passkeys } = setUp();
    const watched = watch(passkeys.create$(CREATION));
    expect(prompts.opened).toMatchObject([
      {
        publicKey: {
          ...CREATION,
          challenge: Uint8Array.of(0xfb, 0xff),
          user: { ...CREATION.user, id: Uint8Array.of(1, 2) },
          excludeCredentials: [{ id: Uint8Array.of(0, 0), type: 'public-key', transports: ['usb'] }],
        },
      },
    ]);
    prompts.answer(newPasskey());
    await settled();
    expect(watched.values).toEqual([
      {
        id: RAW_ID_TEXT,
        rawId: RAW_ID_TEXT,
        type: 'public-key',
        authenticatorAttachment: 'platform',
        clientExtensionResults: { credProps: { rk: true } },
        response: {
          clientDataJSON: 'AQI',
          attestationObject: 'AwQ',
          transports: ['internal', 'hybrid'],
          authenticatorData: 'BQ',
          publicKey: 'Bg',
          publicKeyAlgorithm: -7,
        },
      },
    ]);
    expect(watched.isComplete).toBe(true);
  });

  it('prompts for a passkey with bytes, and hands its proof out as text (R76)', async () => {
    const { prompts, passkeys } = setUp();
    const watched = watch(passkeys.get$(REQUEST));
    expect(prompts.opened).toMatchObject([
      {
        publicKey: {
          ...REQUEST,
          challenge: Uint8Array.of(0xfb, 0xff),
          allowCredentials: [{ id: Uint8Array.of(0, 0), type: 'public-key', transports: ['internal'] }],
        },
      },
    ]);
    prompts.answer(proofOfPasskey());
    await settled();
    expect(watched.values).toEqual([
      {
        id: RAW_ID_TEXT,
        rawId: RAW_ID_TEXT,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: 'AQI', authenticatorData: 'BQ', signature: 'Bwg', userHandle: 'CQ' },
      },
    ]);
    expect(watched.isComplete).toBe(true);
  });

  it.each([
    ['create$', CREATION],
    ['get$', REQUEST],
  ] as const)('%s takes its options as the text of a challenge, too', (prompt, options) => {
    const { prompts, passkeys } = setUp();
    watch<unknown>(passkeys[prompt](JSON.stringify(options))).subscription.unsubscribe();
    expect(prompts.opened).toMatchObject([{ publicKey: { challenge: Uint8Array.of(0xfb, 0xff) } }]);
  });

  it('asks any passkey where no list of them is given', () => {
    const { prompts, passkeys } = setUp();
    const { allowCredentials: _, ...options } = REQUEST;
    watch(passkeys.get$(options)).subscription.unsubscribe();
    watch(passkeys.get$({ ...options, allowCredentials: null })).subscription.unsubscribe();
    expect(prompts.opened.map(({ publicKey }) => publicKey['allowCredentials'])).toEqual([[], []]);
  });

  describe.each(CEREMONIES)('%s', (prompt, options, credential, canceled, failed) => {
    it('opens no prompt before subscription, and one for each subscriber', () => {
      const { prompts, passkeys } = setUp();
      const asked$ = passkeys[prompt](options);
      expect(prompts.opened).toEqual([]);
      const both = [watch<unknown>(asked$), watch<unknown>(asked$)];
      expect(prompts.opened).toHaveLength(2);
      both.forEach(({ subscription }) => {
        subscription.unsubscribe();
      });
    });

    it('closes the prompt when its subscriber leaves', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      expect(prompts.opened[0]?.signal.aborted).toBe(false);
      watched.subscription.unsubscribe();
      await settled();
      expect(prompts.opened[0]?.signal.aborted).toBe(true);
      expect(watched).toMatchObject({ values: [], error: undefined, isComplete: false });
    });

    it('takes the object of a password manager, whose methods throw (R76)', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.answer(hostile(credential()));
      await settled();
      expect(watched.values).toMatchObject([
        {
          id: RAW_ID_TEXT,
          rawId: RAW_ID_TEXT,
          clientExtensionResults: {},
          response: { clientDataJSON: 'AQI' },
        },
      ]);
      expect(watched.values[0]).not.toHaveProperty('authenticatorAttachment');
    });

    it('takes bytes that come as a view, and an id that has to be made of them', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.answer({ ...credential(), id: undefined, rawId: new Uint8Array(RAW_ID).subarray(1) });
      await settled();
      expect(watched.values).toMatchObject([{ id: '__4', rawId: '__4' }]);
    });

    it('takes an id for both where the raw one cannot be read', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.answer({ ...credential(), rawId: undefined });
      await settled();
      expect(watched.values).toMatchObject([{ id: RAW_ID_TEXT, rawId: RAW_ID_TEXT }]);
    });

    it.each([
      ['nothing', null],
      ['something else', 7],
      ['no id', { id: '', response: {} }],
      ['no response', { id: 'AA' }],
      ['a response without bytes', { id: 'AA', response: { clientDataJSON: 'AQI' } }],
      ['getters that throw', new Proxy({}, { get: illegal })],
    ])('refuses %s as a credential (R76)', async (_what, answer) => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.answer(answer);
      await settled();
      expect(watched.error).toMatchObject({ name: 'AuthError', kind: 'unknown', code: failed });
    });

    it('forwards no secret of an extension', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      const getClientExtensionResults = () => ({
        prf: { results: { first: RAW_ID } },
        credProps: { rk: 'no boolean' },
      });
      prompts.answer({ ...credential(), getClientExtensionResults });
      await settled();
      expect(watched.values).toMatchObject([{ clientExtensionResults: {} }]);
      expect(JSON.stringify(watched.values)).not.toContain('prf');
    });

    it.each([
      ['NotAllowedError', 'cancelled', canceled],
      ['AbortError', 'cancelled', 'PasskeyOperationAborted'],
      ['SecurityError', 'configuration', 'RelyingPartyMismatch'],
      ['NotSupportedError', 'configuration', 'PasskeyNotSupported'],
      ['ConstraintError', 'configuration', 'PasskeyNotSupported'],
      ['UnknownError', 'unknown', failed],
    ])('tells %s as kind %s: %s (R76)', async (name, kind, code) => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.reject(name);
      await settled();
      expect(watched.error).toMatchObject({ kind, code, retryable: false, cause: { name } });
      expect((watched.error as AuthError).recoverySuggestion).not.toBe('');
    });

    it.each([
      ['what a password manager throws about anything', new TypeError('Illegal invocation')],
      ['undefined', undefined],
      ['a symbol', Symbol('odd')],
      ['an error whose getters throw', new Proxy({}, { get: illegal })],
    ])('tells %s as an AuthError (R54)', async (_what, reason) => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt](options));
      prompts.reject(reason);
      await settled();
      expect(watched.error).toBeInstanceOf(AuthError);
      expect(watched.error).toMatchObject({ kind: 'unknown', code: failed });
    });

    it('tells what a prompt throws instead of rejecting (R54)', () => {
      const { scope } = createFakePrompts();
      const credentials = { create: illegal, get: illegal } as unknown as CredentialsContainer;
      const passkeys = createWebPasskeys({
        scope: { ...scope, navigator: { credentials } },
        scheduler: still(),
      });
      const watched = watch<unknown>(passkeys[prompt](options));
      return settled().then(() => {
        expect(watched.error).toBeInstanceOf(AuthError);
      });
    });

    it('carries nothing of the credential or of its challenge in an error (R43)', async () => {
      const { prompts, passkeys } = setUp();
      const watched = watch<unknown>(passkeys[prompt]({ ...options, challenge: 'Y2FuYXJ5' }));
      prompts.answer({ ...credential(), id: 'Y2FuYXJ5', response: {} });
      await settled();
      expect(inspect(watched.error, { depth: 9, showHidden: true })).not.toContain('Y2FuYXJ5');
    });

    it.each([
      ['says so', { ...options, timeout: 30_000 }, '35s #'],
      ['says too little', { ...options, timeout: 1 }, '15s #'],
      ['says too much', { ...options, timeout: Infinity }, '605s #'],
      ['says NaN', { ...options, timeout: NaN }, '185s #'],
      ['says it in words', { ...options, timeout: '30' }, '185s #'],
    ])(
      'closes a prompt that never ends, in the time that the pool %s (R68, R76)',
      (_what, given, expected) => {
        const prompts = createFakePrompts();
        const scheduler = new TestScheduler((actual, wanted) => {
          expect(actual).toEqual(wanted);
        });
        scheduler.run(({ expectObservable }) => {
          const passkeys = createWebPasskeys({ scope: prompts.scope, scheduler });
          const timedOut = expect.objectContaining({ kind: 'cancelled', code: canceled });
          expectObservable<unknown>(passkeys[prompt](given)).toBe(expected, undefined, timedOut);
        });
        expect(prompts.opened[0]?.signal.aborted).toBe(true);
      },
    );

    it('refuses where there can be no passkey, without a prompt (R76)', () => {
      const prompts = createFakePrompts();
      const passkeys = createWebPasskeys({ scope: { ...prompts.scope, isSecureContext: false } });
      expect(watch<unknown>(passkeys[prompt](options)).error).toMatchObject({
        kind: 'configuration',
        code: 'PasskeyNotSupported',
      });
      expect(prompts.opened).toEqual([]);
    });

    it.each([
      ['nothing', undefined],
      ['null', null],
      ['a number', 7],
      ['a text that is no JSON', '{'],
      ['no challenge', { ...options, challenge: undefined }],
      ['an empty challenge', { ...options, challenge: '' }],
      ['a challenge in another alphabet', { ...options, challenge: '+/==' }],
      ['passkeys that are no list', { ...options, excludeCredentials: 7, allowCredentials: 7 }],
      ['passkeys without ids', { ...options, excludeCredentials: [{}], allowCredentials: [{}] }],
      ['passkeys that are none', { ...options, excludeCredentials: [null], allowCredentials: [null] }],
    ])('refuses %s as options, without a prompt (R76)', (_what, given) => {
      const { prompts, passkeys } = setUp();
      expect(watch<unknown>(passkeys[prompt](given)).error).toMatchObject({
        kind: 'service',
        code: expect.stringMatching(/^InvalidPasskey(Registration|Authentication)Options$/),
      });
      expect(prompts.opened).toEqual([]);
    });
  });

  it('says that there is a passkey already (R76)', async () => {
    const { prompts, passkeys } = setUp();
    const watched = watch(passkeys.create$(CREATION));
    prompts.reject('InvalidStateError');
    await settled();
    expect(watched.error).toMatchObject({ kind: 'invalidState', code: 'PasskeyAlreadyExists' });
  });

  it('takes the same word of a passkey that was asked for as a failure', async () => {
    const { prompts, passkeys } = setUp();
    const watched = watch(passkeys.get$(REQUEST));
    prompts.reject('InvalidStateError');
    await settled();
    expect(watched.error).toMatchObject({ kind: 'unknown', code: 'PasskeyRetrievalFailed' });
  });

  it.each([
    ['user', { ...CREATION, user: undefined }],
    ['user id', { ...CREATION, user: { name: 'ada' } }],
    ['user id that a browser takes', { ...CREATION, user: { ...CREATION.user, id: 'A'.repeat(87) } }],
    ['relying party', { ...CREATION, rp: 'example.com' }],
    ['algorithms', { ...CREATION, pubKeyCredParams: undefined }],
  ])('refuses to make a passkey without a %s', (_what, options) => {
    const { passkeys } = setUp();
    expect(watch(passkeys.create$(options)).error).toMatchObject({
      code: 'InvalidPasskeyRegistrationOptions',
    });
  });
});
