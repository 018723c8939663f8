import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { z } from 'zod';
import type { Refusal } from '../../values/refusal.ts';
import type { Context, Done, Input, PostRoute, Route } from './route.ts';

/** A route whose body is a file as it is, with what is made of it before the transaction begins. */
export interface BytesBody {
  /** Bytes; more is 413. */
  readonly most: number;
  readonly read: (bytes: Buffer, query: unknown) => Promise<unknown | Refusal>;
}

type Shape = z.ZodType;

interface PostBytes<Q extends Shape, M> extends Omit<PostRoute<undefined, Q, undefined>, 'act' | 'bytes' | 'method'> {
  readonly query: Q;
  readonly most: number;
  /** What the bytes are: done outside of the transaction, since it may take its time. */
  readonly read: (bytes: Buffer, query: z.output<Q>) => Promise<M | Refusal>;
  readonly act: (context: Context, made: M, input: Input<undefined, Q, undefined>) => Promise<Done | Refusal>;
}

/** A POST of bytes of any kind, and no JSON. */
export function postBytes<Q extends Shape, M>({ most, read, act, ...route }: PostBytes<Q, M>): Route {
  const bytes: BytesBody = { most, read: (sent, query) => read(sent, query as z.output<Q>) };
  const made: PostRoute<undefined, Q, undefined> = {
    ...route,
    method: 'POST',
    bytes,
    act: (context, input) => act(context, input.made as M, input),
  };
  return made;
}

/** Mounts it in a corner of its own, where any Content-Type is taken as bytes, and more of them than elsewhere. */
export function mountBytes(
  app: FastifyInstance,
  { most }: BytesBody,
  options: Pick<RouteOptions, 'method' | 'url' | 'handler'>,
): void {
  app.register(async (corner) => {
    corner.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: most }, (_request, body, done) =>
      done(null, body),
    );
    corner.route({ ...options, bodyLimit: most });
  });
}

/** The body as it was sent. */
export function sentBytes({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
