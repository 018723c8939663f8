import { sql } from 'kysely';
import { z } from 'zod';
import type { OpenRoute } from '../platform/http/route.ts';
import type { Parts } from './context.ts';

export interface Health {
  /** Null: nothing is wrong; else what is, in one line. */
  readonly trackingProblem: () => string | null;
  /** Prometheus lines of the tracking. */
  readonly metrics: () => string;
}

/** Whether the process lives, whether it can do its work, and how much of it it did. */
export function healthRoutes(parts: Parts, health: Health): OpenRoute[] {
  const tag = 'Health';
  return [
    {
      method: 'GET',
      path: '/healthz',
      tag,
      summary: 'The process lives',
      open: 'anyone',
      answer: z.object({ status: z.literal('ok') }),
      serve: async () => ({ status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      tag,
      summary: 'The database answers and no click waits in the spool; 503 says what is wrong',
      open: 'anyone',
      answer: z.object({ status: z.enum(['ready', 'not_ready']), problem: z.string().nullable() }),
      serve: async (_request, reply) => {
        const problem = (await databaseProblem(parts)) ?? health.trackingProblem();
        return reply
          .code(problem === null ? 200 : 503)
          .send({ status: problem === null ? 'ready' : 'not_ready', problem });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      tag,
      summary: 'Figures for Prometheus',
      open: 'anyone',
      serve: async (_request, reply) => {
        const { rss, heapUsed } = process.memoryUsage();
        const own = [
          '# TYPE process_resident_memory_bytes gauge',
          `process_resident_memory_bytes ${rss}`,
          '# TYPE nodejs_heap_used_bytes gauge',
          `nodejs_heap_used_bytes ${heapUsed}`,
        ];
        return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${own.join('\n')}\n${health.metrics()}`);
      },
    },
  ];
}

async function databaseProblem(parts: Parts): Promise<string | null> {
  try {
    await parts.database.inDirectory((tx) => sql`select 1`.execute(tx));
    return null;
  } catch {
    return 'The database does not answer.';
  }
}
