import type { OutgoingRules } from '../net/outgoing.ts';
import { MailProblem, type MailStage, sayProblem } from './mail-problem.ts';
import { type MailServer, type MailTimeouts, openLine } from './smtp-line.ts';

export interface Diagnosis {
  readonly ok: boolean;
  /** How far it came: the stage that failed, or null. */
  readonly failed_at: MailStage | null;
  readonly said: string;
}

/** Connects and logs in, sends nothing, and says how far it came: "connected, refused to log in: 535 ...". */
export async function diagnoseServer(
  server: MailServer,
  rules: OutgoingRules,
  timeouts: MailTimeouts,
): Promise<Diagnosis> {
  try {
    const line = await openLine(server, rules, timeouts);
    line.close();
    return {
      ok: true,
      failed_at: null,
      said: server.user === null ? 'connected, no login asked for' : 'connected, logged in',
    };
  } catch (error) {
    if (!(error instanceof MailProblem)) throw error;
    return { ok: false, failed_at: error.stage, said: sayProblem(error) };
  }
}
