import { isPasskeySupported as isSupportedIn } from '../../adapters/web/passkey-support';

/**
 * Returns whether this page can ask for passkeys: a browser that knows them, and a page served over HTTPS or from localhost.
 * Whether the user has one, it cannot know.
 */
export const isPasskeySupported = (): boolean => isSupportedIn();
