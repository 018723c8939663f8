/** The nonce of this page, for styles that libraries write while they run; they find it under this name too. */
export function takeNonce(): string {
  const { nonce } = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]') ?? { nonce: '' };
  Object.assign(globalThis, { __webpack_nonce__: nonce });
  return nonce;
}
