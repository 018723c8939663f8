import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/** Encrypts what must be read again (payout details, signing secrets). AES-256-GCM; `about` binds a value to its place. */
export interface Seal {
  close(text: string, about: string): Buffer;
  /** Throws where the key is another or the bytes were changed. */
  open(sealed: Buffer, about: string): string;
  /** Proves that a text is ours: the same for the same text, and made by nobody else. 43 characters of base64url. */
  sign(text: string, about: string): string;
}

/** `secret` is any text of 32 characters or more, the same on every node. */
export function createSeal(secret: string): Seal {
  const key = createHash('sha256').update(`tributary seal 1\n${secret}`).digest();
  const signing = createHash('sha256').update(`tributary sign 1\n${secret}`).digest();
  return {
    sign: (text, about) => createHmac('sha256', signing).update(`${about}\n${text}`).digest('base64url'),
    close(text, about) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.from([1]), iv, cipher.getAuthTag(), body]);
    },
    open(sealed, about) {
      if (sealed[0] !== 1) throw new Error('sealed by an unknown version');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
  };
}
