import type { SmtpLine } from './smtp-line.ts';

/** Keeps open lines for a while, so that many messages need few connections. */
export interface Lines {
  /** An idle line that still serves, else a new one. */
  take(key: string, open: () => Promise<SmtpLine>): Promise<SmtpLine>;
  /** Gives a line back after use. */
  give(key: string, line: SmtpLine): void;
  close(): void;
}

const IDLE_MS = 5000;
const MESSAGES_PER_LINE = 100;

export function keepLines(): Lines {
  const idle = new Map<string, { line: SmtpLine; timer: NodeJS.Timeout }[]>();
  const used = new WeakMap<SmtpLine, number>();
  let closed = false;
  return {
    async take(key, open) {
      for (;;) {
        const kept = idle.get(key)?.pop();
        if (!kept) return open();
        clearTimeout(kept.timer);
        if (kept.line.isOpen && (await kept.line.reset())) return kept.line;
      }
    },
    give(key, line) {
      const count = (used.get(line) ?? 0) + 1;
      used.set(line, count);
      if (closed || !line.isOpen || count >= MESSAGES_PER_LINE) return line.close();
      const list = idle.get(key) ?? [];
      idle.set(key, list);
      const kept = { line, timer: setTimeout(() => forget(kept), IDLE_MS) };
      const forget = (one: typeof kept) => {
        const at = list.indexOf(one);
        if (at >= 0) list.splice(at, 1);
        if (list.length === 0) idle.delete(key);
        one.line.close();
      };
      list.push(kept);
    },
    close() {
      closed = true;
      for (const list of idle.values()) {
        for (const { line, timer } of list) {
          clearTimeout(timer);
          line.close();
        }
      }
      idle.clear();
    },
  };
}
