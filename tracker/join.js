// The work that proves a sign-up to come from a browser: keys are derived until one begins as the challenge asks. The form
// works without this script; then a person looks at the application.
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Solves a challenge of a sign-up form: the text for its field `proof`. */
export async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const start = bytesOf(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  const view = new DataView(password.buffer);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; ; counter += 1) {
    view.setUint32(start.length, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
  }
}

// Browsers derive keys on encrypted pages and on the machine itself only.
const forms = globalThis.crypto?.subtle ? document.querySelectorAll('form[data-join-challenge]') : [];
for (const form of forms) {
  const solved = solve(JSON.parse(form.dataset.joinChallenge)).then(
    (proof) => {
      form.elements.proof.value = proof;
    },
    () => {},
  );
  form.addEventListener('submit', (event) => {
    if (form.elements.proof.value !== '' || form.dataset.joinWaits) return;
    event.preventDefault();
    form.dataset.joinWaits = 'yes';
    const button = form.querySelector('button');
    button.textContent = form.dataset.joinWorking;
    solved.then(() => form.submit());
  });
}
