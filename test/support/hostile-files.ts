import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** A file that is a picture and something else, and by what the something else is known. */
export interface Hostile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mark: string;
}

export const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** A part of a PNG, with its length and checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** The header of a PNG that claims a size, and hardly anything behind it. */
export function bombPng(width: number, height: number): Buffer {
  const facts = Buffer.alloc(13);
  facts.writeUInt32BE(width, 0);
  facts.writeUInt32BE(height, 4);
  facts.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', facts),
    chunk('IDAT', Buffer.alloc(20)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF whose comment is a program: browsers once ran such files where a script was asked for. */
export async function gifWithScript(): Promise<Hostile> {
  const plain = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .gif()
    .toBuffer();
  const program = '*/=1;evil()//';
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, program.length]), Buffer.from(program), Buffer.from([0])]);
  const end = plain.lastIndexOf(0x3b);
  return {
    name: 'script.gif',
    bytes: Buffer.concat([plain.subarray(0, end), comment, plain.subarray(end)]),
    mark: 'evil()',
  };
}
