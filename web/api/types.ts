import type { paths } from './schema.ts';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Good<T> = T extends { responses: infer R } ? Json<R[keyof R & (200 | 201 | 202)]> : never;

export type Path = keyof paths;

/** What a GET answers: `Answer<'/v1/partners/{id}'>`. */
export type Answer<P extends Path, M extends string = 'get'> = M extends keyof paths[P] ? Good<paths[P][M]> : never;

/** One row of a list: `Row<'/v1/partners'>`. */
export type Row<P extends Path> = Answer<P> extends { data: (infer T)[] } ? T : never;

/** What is sent: `Body<'/v1/partners', 'post'>`. */
export type Body<P extends Path, M extends 'post' | 'put' | 'patch'> = paths[P][M] extends { requestBody?: infer R }
  ? Json<NonNullable<R>>
  : never;

/** The query of a GET: `Query<'/v1/partners'>`. */
export type Query<P extends Path> = paths[P]['get'] extends { parameters: { query?: infer Q } }
  ? NonNullable<Q>
  : never;
