/** Letters and digits of any script, with _ . - between or around; at least one letter or digit. */
const code = /^(?=.*[\p{L}\p{N}])[\p{L}\p{N}\p{M}_.-]{1,64}$/u;

/** True for what a link or partner may be called: 1 to 64 characters that stand in an address without being escaped. */
export function isCode(text: string): boolean {
  return code.test(text) && codeKeyOf(text).length <= 128;
}

/** By what a code is found: composed (NFC) and lower case, so that "MARIA" and "maria" are one. */
export function codeKeyOf(text: string): string {
  return text.trim().normalize('NFC').toLowerCase().normalize('NFC');
}

/** A code made from a person's name: "María López" is "maria-lopez"; empty where no Latin letter or digit is in it. */
export function codeFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}
