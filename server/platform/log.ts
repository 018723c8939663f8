import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on standard error, so that standard output carries only what people and programs wait for. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.secret'],
        censor: '[hidden]',
      },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}

export const silentLog: Log = pino({ level: 'silent' });
