export type { BucketSettings } from './bucket-settings.ts';
export { BucketStore } from './bucket-store.ts';
export { DiskStore } from './disk-store.ts';
export type { FileStore } from './file-store.ts';
export { openFileStore } from './open-file-store.ts';
export { LARGEST_UPLOAD, readUpload, type Taken } from './read-upload.ts';
