/** Where the bytes of uploads lie. Keys are made by us: letters, digits, `_`, `-` and one `/` between folder and name. */
export interface FileStore {
  /** What was put is there for good when this resolves; putting the same key again replaces it whole. */
  put(key: string, bytes: Buffer, type: string): Promise<void>;
  /** Null where there is nothing under the key. Throws where the store cannot be asked. */
  get(key: string): Promise<Buffer | null>;
  /** Nothing under the key is no fault. */
  remove(key: string): Promise<void>;
}

const keyForm = /^[a-z0-9_]{1,64}\/[A-Za-z0-9_-]{1,128}$/;

/** Throws for a key that no code of ours makes: whoever could choose one could leave the folder. */
export function checkKey(key: string): string {
  if (!keyForm.test(key)) throw new Error('a file key of another form');
  return key;
}
