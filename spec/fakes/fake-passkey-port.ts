import { defer, NEVER } from 'rxjs';
import type { Observable } from 'rxjs';
import type { PasskeyAssertion, PasskeyRegistration, Passkeys } from '../../src/ports/passkeys';

/** The proof of a passkey that the fake hands out. */
export const ASSERTION: PasskeyAssertion = {
  id: 'AQ',
  rawId: 'AQ',
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: 'Ag', authenticatorData: 'Aw', signature: 'BA' },
};

/** Prompts whose end a spec chooses. */
export interface FakePasskeys extends Passkeys {
  isAvailable: boolean;
  /** How each prompt for a passkey ends. */
  assertion$: Observable<PasskeyAssertion>;
  registration$: Observable<PasskeyRegistration>;
  /** The options of each prompt, oldest first. */
  readonly opened: readonly unknown[];
}

/** Creates the fake; its prompts stay open until a spec says otherwise. */
export function createFakePasskeys(): FakePasskeys {
  const opened: unknown[] = [];
  const prompt$ = <T>(options: unknown, answer$: () => Observable<T>): Observable<T> =>
    defer(() => {
      opened.push(options);
      return answer$();
    });
  const passkeys: FakePasskeys = {
    isAvailable: true,
    assertion$: NEVER,
    registration$: NEVER,
    opened,
    isSupported: () => passkeys.isAvailable,
    create$: (options) => prompt$(options, () => passkeys.registration$),
    get$: (options) => prompt$(options, () => passkeys.assertion$),
  };
  return passkeys;
}
