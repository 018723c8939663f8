import { z } from 'zod';
import { problems } from './problems.ts';
import { isOpen, type OpenRoute, type Route } from './route.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, made from the very schemas that check requests. */
export function describeApi(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (!route.path.startsWith('/v1')) continue;
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = describeRoute(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tributary',
      version: '1',
      description:
        'Partner programs on your own machine. Money is integer minor units; rates are basis points; instants are ISO 8601 UTC.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        secret_key: { type: 'http', scheme: 'bearer', description: 'A secret key, trb_sk_...' },
        publishable_key: {
          type: 'http',
          scheme: 'bearer',
          description: 'A publishable key, trb_pk_..., for /v1/track only',
        },
        operator_token: { type: 'http', scheme: 'bearer', description: 'TRIBUTARY_OPERATOR_TOKEN' },
      },
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: 'A problem (RFC 9457)',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problems) },
    detail: { type: 'string' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

function describeRoute(route: Route): Json {
  const described = isOpen(route) ? describeOpen(route) : describeFramed(route);
  return { ...described, tags: [route.tag], summary: route.summary, operationId: operationId(route) };
}

function describeOpen(route: OpenRoute): Json {
  return {
    security: route.open === 'operator' ? [{ operator_token: [] }] : [],
    ...bodyOf(route.body),
    parameters: pathParameters(route.path),
    responses: { [route.status ?? 200]: answer(route.answer), default: { $ref: '#/components/responses/Problem' } },
  };
}

function describeFramed(route: Exclude<Route, OpenRoute>): Json {
  const keys = route.who === 'page' ? [{ secret_key: [] }, { publishable_key: [] }] : [{ secret_key: [] }];
  const idempotency = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  };
  return {
    security: keys,
    description: `Scope: ${route.scope}.`,
    parameters: [
      ...pathParameters(route.path),
      ...queryParameters(route.query),
      ...(route.method === 'POST' ? [idempotency] : []),
    ],
    ...bodyOf(route.body),
    ...('bytes' in route && route.bytes ? bytesBody : {}),
    responses: {
      ...Object.fromEntries(statusesOf(route).map((status) => [status, answer(route.answer)])),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function statusesOf(route: Exclude<Route, OpenRoute>): readonly number[] {
  return route.method === 'POST' ? (route.statuses ?? [201]) : [200];
}

const bytesBody: Json = {
  requestBody: {
    required: true,
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  },
};

function bodyOf(body: z.ZodType | undefined): Json {
  return body
    ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
    : {};
}

function answer(shape: z.ZodType | undefined): Json {
  return {
    description: 'Done',
    ...(shape ? { content: { 'application/json': { schema: schemaOf(shape, 'input') } } } : {}),
  };
}

function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return schema;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function operationId(route: Route): string {
  const words = route.path
    .replace(/^\/v1\//, '')
    .split(/[/_.]/)
    .map((part) => part.replace(/[{}]/g, ''));
  return [route.method.toLowerCase(), ...words]
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

/** Public, so that tools and people can read it before they have a key. */
export function openApiRoute(routes: readonly Route[]): OpenRoute {
  let text: string | undefined;
  return {
    method: 'GET',
    path: '/v1/openapi.json',
    tag: 'Description',
    summary: 'This document',
    open: 'anyone',
    serve: async (_request, reply) => {
      text ??= JSON.stringify(describeApi(routes));
      return reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*').send(text);
    },
  };
}
