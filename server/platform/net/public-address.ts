import { BlockList, isIP, isIPv6 } from 'node:net';

/** Networks that are not the world's: own machine, own network, special purposes (IANA's special-purpose registries). Of
 * IPv6 only those inside 2000::/3, since nothing else is public anyway. */
const inward = new BlockList();
const networks4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const networks6 = ['2001::/23', '2001:db8::/32', '3fff::/20'];
for (const network of networks4) addNetwork(network, 'ipv4');
for (const network of networks6) addNetwork(network, 'ipv6');

function addNetwork(network: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', length] = network.split('/');
  inward.addSubnet(address, Number(length), family);
}

/**
 * True for an address in the world at large. False for what points inward, in whatever spelling: IPv4 inside IPv6 (mapped,
 * compatible, NAT64, 6to4) is judged by the IPv4 that it stands for.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.split('%')[0]!;
  if (isIP(plain) === 0 || plain !== address) return false;
  if (!isIPv6(plain)) return !inward.check(plain, 'ipv4');
  const words = wordsOf(plain);
  const inner = embedded4(words);
  if (inner !== null) return !inward.check(inner, 'ipv4');
  // What is handed out of the world's IPv6 space begins with the bits 001.
  return words[0]! >> 13 === 1 && !inward.check(plain, 'ipv6');
}

/** The eight 16-bit words of an IPv6 address. */
function wordsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').flatMap(readGroup));
  const [first, last] = [read(head), tail === undefined ? [] : read(tail)];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function readGroup(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function embedded4(words: readonly number[]): string | null {
  const low = [words[6]!, words[7]!];
  const zeroes = (from: number, to: number) => words.slice(from, to).every((word) => word === 0);
  // ::ffff:a.b.c.d, and the old ::a.b.c.d (which :: and ::1 are as well).
  if (zeroes(0, 5) && (words[5] === 0xffff || words[5] === 0)) return dotted(low);
  if (words[0] === 0x64 && words[1] === 0xff9b) return dotted(low);
  if (words[0] === 0x2002) return dotted([words[1]!, words[2]!]);
  return null;
}

function dotted([high = 0, low = 0]: number[]): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
