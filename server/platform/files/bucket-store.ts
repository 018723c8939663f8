import { AwsClient } from 'aws4fetch';
import { type OutgoingAnswer, type OutgoingRules, requestOutgoing } from '../net/outgoing.ts';
import type { BucketSettings } from './bucket-settings.ts';
import { checkKey, type FileStore } from './file-store.ts';

const PATIENCE_MS = 20_000;
const LARGEST = 64 * 1024 * 1024;

/** Files in a bucket, by signed requests (AWS Signature Version 4) through the guard of outgoing connections. */
export class BucketStore implements FileStore {
  readonly #settings: BucketSettings;
  readonly #signer: AwsClient;
  readonly #rules: OutgoingRules;

  constructor(settings: BucketSettings) {
    const { keyId, secret, region, allowPrivate } = settings;
    this.#settings = settings;
    this.#signer = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, service: 's3', region });
    this.#rules = { allowPrivate };
  }

  async put(key: string, bytes: Buffer, type: string): Promise<void> {
    const answer = await this.#send('PUT', key, bytes, type);
    if (answer.status !== 200) throw refused('PUT', answer);
  }

  async get(key: string): Promise<Buffer | null> {
    const answer = await this.#send('GET', key);
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw refused('GET', answer);
    return answer.body;
  }

  async remove(key: string): Promise<void> {
    const answer = await this.#send('DELETE', key);
    if (![200, 204, 404].includes(answer.status)) throw refused('DELETE', answer);
  }

  async #send(method: 'PUT' | 'GET' | 'DELETE', key: string, bytes?: Buffer, type?: string): Promise<OutgoingAnswer> {
    const signed = await this.#signer.sign(`${this.#settings.url}/${checkKey(key)}`, {
      method,
      ...(bytes ? { body: new Uint8Array(bytes) } : {}),
      ...(type ? { headers: { 'content-type': type } } : {}),
    });
    return requestOutgoing(signed.url, this.#rules, {
      method,
      headers: Object.fromEntries(signed.headers),
      timeoutMs: PATIENCE_MS,
      most: LARGEST,
      ...(bytes ? { body: bytes } : {}),
    });
  }
}

function refused(method: string, { status, body }: OutgoingAnswer): Error {
  return new Error(`the bucket answered ${method} with ${status}: ${body.toString('utf8').slice(0, 200)}`);
}
