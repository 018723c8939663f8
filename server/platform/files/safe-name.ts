const LONGEST = 80;

/**
 * A file's name as it may stand in an address and a header: letters, digits, `.`, `-` and `_` of its last part, with the
 * ending that its content asks for. "../../Maria's  Banner.PNG.exe" is "Maria-s-Banner.PNG.png".
 */
export function safeName(given: string, ending: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.\-_]+|[.\-_]+$/g, '');
  const short = [...stem].slice(0, LONGEST).join('');
  return `${short === '' ? 'file' : short}.${ending}`;
}
