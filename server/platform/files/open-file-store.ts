import { join } from 'node:path';
import type { Config } from '../config.ts';
import { BucketStore } from './bucket-store.ts';
import { DiskStore } from './disk-store.ts';
import type { FileStore } from './file-store.ts';

/** A bucket where the operator names one, else the data folder. */
export function openFileStore({ bucket, dataFolder }: Pick<Config, 'bucket' | 'dataFolder'>): FileStore {
  return bucket ? new BucketStore(bucket) : new DiskStore(join(dataFolder, 'uploads'));
}
