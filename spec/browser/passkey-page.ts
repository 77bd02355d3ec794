import { firstValueFrom } from 'rxjs';
import type { Subscription } from 'rxjs';
import { createWebPasskeys } from '../../src/adapters/web/web-passkeys';
import { isPasskeySupported } from '../../src/adapters/web/passkey-support';
import type { AuthError } from '../../src/model/auth-error';
import type { PasskeyAssertion, PasskeyRegistration } from '../../src/ports/passkeys';

/** A credential, or the error that came instead. */
type Outcome<T> = { readonly credential: T } | { readonly kind: string; readonly code: string };

/** What specs can ask of a page with passkeys. */
interface PasskeyPage {
  isSupported(): boolean;
  create(options: object): Promise<Outcome<PasskeyRegistration>>;
  get(options: object): Promise<Outcome<PasskeyAssertion>>;
  /** Opens a prompt that waits, until `leave()`. */
  wait(options: object): void;
  leave(): void;
}

declare global {
  var passkeyPage: PasskeyPage;
}

const passkeys = createWebPasskeys();

const outcomeOf = async <T>(asked: Promise<T>): Promise<Outcome<T>> => {
  try {
    return { credential: await asked };
  } catch (thrown) {
    const { kind, code } = thrown as AuthError;
    return { kind, code };
  }
};

const waiting: Subscription[] = [];

globalThis.passkeyPage = {
  isSupported: () => isPasskeySupported(),
  create: (options) => outcomeOf(firstValueFrom(passkeys.create$(options))),
  get: (options) => outcomeOf(firstValueFrom(passkeys.get$(options))),
  wait: (options) => {
    waiting.push(passkeys.get$(options).subscribe());
  },
  leave: () => {
    waiting.splice(0).forEach((subscription) => {
      subscription.unsubscribe();
    });
  },
};
