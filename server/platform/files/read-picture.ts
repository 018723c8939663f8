import sharp, { type Metadata, type Sharp } from 'sharp';
import { type Refusal, refuse } from '../../values/refusal.ts';

/** What is kept of a picture: pixels, and nothing else that stood in the file. */
export interface Picture {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Of all frames together. */
export const PIXELS_AT_MOST = 40_000_000;
export const SIDE_AT_MOST = 10_000;
export const FRAMES_AT_MOST = 200;
const SECONDS_AT_MOST = 20;

export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export type PictureType = (typeof pictureTypes)[number];

// One picture at a time takes all the memory that pictures are given: whoever sends many waits.
sharp.cache(false);
sharp.concurrency(1);
let turn: Promise<unknown> = Promise.resolve();

/**
 * Decodes a picture and writes it anew in its own format: what was hidden behind, before or within the pixels is gone.
 * Refuses `picture_too_large` by the header alone, before anything is decoded, and `file_not_allowed` for one that is broken.
 */
export function rewritePicture(bytes: Buffer, type: PictureType): Promise<Picture | Refusal> {
  const mine = turn.then(() => rewrite(bytes, type));
  turn = mine.catch(() => undefined);
  return mine;
}

async function rewrite(bytes: Buffer, type: PictureType): Promise<Picture | Refusal> {
  const animated = type === 'image/gif' || type === 'image/webp';
  try {
    // The header is read without a limit, so that what is too large is told apart from what is broken.
    const facts = await sharp(bytes, { limitInputPixels: false, animated }).metadata();
    const tooLarge = judgeSize(facts);
    if (tooLarge) return tooLarge;
    const opened = sharp(bytes, { limitInputPixels: PIXELS_AT_MOST, failOn: 'error', animated, unlimited: false });
    // Frames of an animation cannot be turned, and nothing writes an orientation into them.
    const upright = animated ? opened : opened.autoOrient();
    const { data, info } = await written(upright.timeout({ seconds: SECONDS_AT_MOST }), type).toBuffer({
      resolveWithObject: true,
    });
    return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
  } catch {
    return refuse('file_not_allowed', 'The picture is broken or incomplete: open it, save it anew, and try again.');
  }
}

function judgeSize({ width, height, pages = 1, pageHeight }: Metadata): Refusal | null {
  const tall = pageHeight ?? height;
  if (width > SIDE_AT_MOST || tall > SIDE_AT_MOST)
    return refuse(
      'picture_too_large',
      `The picture has ${width} by ${tall} pixels; a side has ${SIDE_AT_MOST} at most.`,
    );
  if (pages > FRAMES_AT_MOST)
    return refuse('picture_too_large', `The animation has ${pages} frames; ${FRAMES_AT_MOST} are taken at most.`);
  if (width * tall * pages > PIXELS_AT_MOST)
    return refuse(
      'picture_too_large',
      'The picture has more than 40 million pixels, all frames together: make it smaller.',
    );
  return null;
}

function written(picture: Sharp, type: PictureType): Sharp {
  if (type === 'image/png') return picture.png({ compressionLevel: 8 });
  if (type === 'image/jpeg') return picture.jpeg({ quality: 85 });
  if (type === 'image/webp') return picture.webp({ quality: 85, effort: 3 });
  return picture.gif({ effort: 3 });
}
