/** A bucket of any service that speaks S3. */
export interface BucketSettings {
  /** With the bucket in it, by host or by path, without a slash at the end. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** Whether the address may lie in our own network. */
  readonly allowPrivate: boolean;
}
