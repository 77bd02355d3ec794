import { asyncScheduler, firstValueFrom } from 'rxjs';
import { createLazyPasskeys } from '../../../src/adapters/web/lazy-passkeys';
import {
  createFakePrompts,
  installPasskeys,
  newPasskey,
  proofOfPasskey,
  RAW_ID_TEXT,
} from '../../fakes/fake-passkeys';

const WEB_PASSKEYS = '../../../src/adapters/web/web-passkeys';
const REQUEST = { challenge: 'AQ', rpId: 'example.com' };
const CREATION = {
  challenge: 'AQ',
  rp: { id: 'example.com', name: 'Example' },
  user: { id: 'AQ', name: 'ada', displayName: 'Ada' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
};

describe('createLazyPasskeys', () => {
  let restore: () => void = () => undefined;

  afterEach(() => {
    restore();
    jest.dontMock(WEB_PASSKEYS);
    jest.resetModules();
  });

  it('asks the browser, once its code has come', async () => {
    const { scope, answer, opened } = createFakePrompts();
    restore = installPasskeys(scope);
    const passkeys = createLazyPasskeys({ scheduler: asyncScheduler });
    const asked = firstValueFrom(passkeys.get$(REQUEST));
    const answered = setPrompt(opened, () => answer(proofOfPasskey()));
    await expect(asked).resolves.toMatchObject({ id: RAW_ID_TEXT });
    await answered;
    const made = firstValueFrom(passkeys.create$(CREATION));
    const created = setPrompt(opened, () => answer(newPasskey()), 2);
    await expect(made).resolves.toMatchObject({ id: RAW_ID_TEXT });
    await created;
  });

  it('knows without loading anything whether there can be a prompt', () => {
    expect(createLazyPasskeys({ scheduler: asyncScheduler }).isSupported()).toBe(false);
    restore = installPasskeys(createFakePrompts().scope);
    expect(createLazyPasskeys({ scheduler: asyncScheduler }).isSupported()).toBe(true);
  });

  it('errors where the code cannot be loaded, and loads it the next time', async () => {
    jest.doMock(WEB_PASSKEYS, () => {
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    const asked$ = createLazyPasskeys({ scheduler: asyncScheduler }).get$(REQUEST);
    await expect(firstValueFrom(asked$)).rejects.toMatchObject({
      kind: 'network',
      code: 'SdkNotLoaded',
      retryable: true,
    });
    jest.dontMock(WEB_PASSKEYS);
    await expect(firstValueFrom(asked$)).rejects.toMatchObject({ code: 'PasskeyNotSupported' });
  });
});

/** Acts once a prompt is open, however many turns its code takes to come. */
async function setPrompt(opened: readonly unknown[], act: () => void, count = 1): Promise<void> {
  while (opened.length < count) await new Promise((resolve) => setImmediate(resolve));
  act();
}
