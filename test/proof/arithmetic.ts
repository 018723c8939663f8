/** a / b to the nearest whole, halves away from zero. */
export function nearest(a: bigint, b: bigint): bigint {
  const whole = a / b;
  const rest = a - whole * b;
  const [twice, size] = [rest < 0n ? -2n * rest : 2n * rest, b < 0n ? -b : b];
  if (twice < size) return whole;
  return a < 0n === b < 0n ? whole + 1n : whole - 1n;
}

/** "2.55" as thousandths of a thousandth of a penny's hundred: 2550000, so that no digit is lost. */
export const MILLIONTHS = 1_000_000n;
export function millionths(text: string): bigint | null {
  const found = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (!found) return null;
  const value = BigInt(found[2]! + (found[3] ?? '').padEnd(6, '0'));
  return found[1] ? -value : value;
}

/** The instant of a local time "2011-07-01 10:00:00" or day "2011-07-01", in milliseconds. */
export function instantOf(local: string, zone: string): number {
  const [day = '', time = '00:00:00'] = local.replace('T', ' ').split(' ');
  const asUtc = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  let guess = asUtc - offsetAt(asUtc, zone);
  guess = asUtc - offsetAt(guess, zone);
  return guess;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  return Date.parse(`${format.format(new Date(at)).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000;
}
