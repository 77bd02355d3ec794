/** The parts of a page's global object that passkeys need, each only if it is there. */
export interface PasskeyScope {
  readonly isSecureContext?: boolean;
  readonly PublicKeyCredential?: unknown;
  readonly navigator?: { readonly credentials?: Pick<CredentialsContainer, 'create' | 'get'> };
}

/** Returns whether this page can ask for passkeys: a browser that knows them, and a page served over HTTPS or from localhost. */
export function isPasskeySupported(scope: PasskeyScope = globalThis): boolean {
  return (
    scope.isSecureContext === true &&
    typeof scope.PublicKeyCredential === 'function' &&
    typeof scope.navigator?.credentials?.create === 'function'
  );
}
