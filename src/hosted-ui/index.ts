export type { HostedUiProvider, HostedUiSignOut, RedirectResult, SignInWithRedirectInput } from 'rx-cognito';
export { hostedUi } from './hosted-ui';
export type { HostedUiOptions, OpenAuthSession } from './options';
export { popupAuthSession } from './popup';
export type { PopupOptions } from './popup';
export { redirectResult$, signInWithRedirect$ } from './redirect';
