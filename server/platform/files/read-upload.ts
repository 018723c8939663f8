import { fileTypeFromBuffer } from 'file-type';
import { isRefusal, type Refusal, refuse } from '../../values/refusal.ts';
import { type PictureType, pictureTypes, rewritePicture } from './read-picture.ts';
import { safeName } from './safe-name.ts';

/** What came in, as it is kept. */
export interface Taken {
  readonly bytes: Buffer;
  readonly name: string;
  readonly kind: 'picture' | 'file';
  readonly type: string;
  readonly width: number | null;
  readonly height: number | null;
}

export const LARGEST_UPLOAD = 10 * 1024 * 1024;

const endings: Readonly<Record<PictureType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** Files that are handed on as downloads, by what their content says; the ending is ours. */
const downloads: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/epub+zip': 'epub',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
};

/** Text has no mark of its own: its name must say that it is text, and its bytes must be. */
const texts: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

const ALLOWED = 'PNG, JPEG, WebP, GIF; PDF, ZIP, EPUB, DOCX, XLSX, PPTX, ODT, MP4, MP3; TXT and CSV in UTF-8';

/**
 * Looks at what a file is by its content, never by what its name or the sender says. Pictures are written anew. Refuses
 * `file_not_allowed` and `picture_too_large`.
 */
export async function readUpload(bytes: Buffer, givenName: string): Promise<Taken | Refusal> {
  if (bytes.length === 0) return refuse('file_not_allowed', 'The file is empty.');
  const type = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  if (isPicture(type)) {
    const picture = await rewritePicture(bytes, type);
    if (isRefusal(picture)) return picture;
    if (picture.bytes.length > LARGEST_UPLOAD)
      return refuse('picture_too_large', 'The picture needs more than 10 MiB: make it smaller.');
    return { ...picture, name: safeName(givenName, endings[type]), kind: 'picture', type };
  }
  const kept = { bytes, kind: 'file', width: null, height: null } as const;
  const ending = type === undefined ? undefined : downloads[type];
  if (type !== undefined && ending !== undefined) return { ...kept, name: safeName(givenName, ending), type };
  const textEnding = /\.(txt|csv)$/i.exec(givenName)?.[1]?.toLowerCase();
  if (type === undefined && textEnding && isText(bytes))
    return { ...kept, name: safeName(givenName, textEnding), type: texts[textEnding]! };
  return refuse('file_not_allowed', whyNot(bytes, givenName));
}

function isPicture(type: string | undefined): type is PictureType {
  return (pictureTypes as readonly (string | undefined)[]).includes(type);
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function whyNot(bytes: Buffer, name: string): string {
  const start = bytes.subarray(0, 4096).toString('latin1');
  if (/<svg[\s>]/i.test(start) || /\.svgz?$/i.test(name))
    return 'An SVG can hold programs that run where it is shown: save the picture as PNG or WebP.';
  if (/\.(png|jpe?g|webp|gif)$/i.test(name)) return 'The file is named like a picture, and its content is none.';
  return `Files of this kind are not taken. These are: ${ALLOWED}.`;
}
