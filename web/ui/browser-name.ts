import Bowser from 'bowser';

/** "Firefox on macOS", from what the browser said of itself. */
export function browserOf(said: string | null): string | null {
  if (!said) return null;
  const { browser, os } = Bowser.parse(said);
  return [browser.name, os.name].filter(Boolean).join(' · ') || said.slice(0, 80);
}
