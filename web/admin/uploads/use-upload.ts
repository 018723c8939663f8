import { useRef, useState } from 'react';
import { ask, createSender } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Answer } from '../../api/types.ts';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api, around } from '../api.ts';
import { sendWithProgress } from './send-with-progress.ts';

type Upload = Answer<'/v1/uploads/{id}'>;

const LARGEST = 10 * 1024 * 1024;
/** Refusals that are about the file, to be said beside the field in words of the office. */
const aboutFile = new Set(['too_large', 'file_not_allowed', 'picture_too_large', 'quota_reached']);

/** A file does not tell itself apart from another in JSON: these do. */
interface Attempt {
  readonly file: File;
  readonly name: string;
  readonly size: number;
  readonly changed: number;
}

/** One upload as it goes on: how far in percent, what is wrong with the file, and a way to stop it. */
export function useUpload(done: (made: Upload) => void) {
  const t = useWords('uploads');
  const [progress, setProgress] = useState<number | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  const act = useAct({
    run: ({ file }: Attempt, headers) => {
      stop.current = new AbortController();
      return send(file, headers, stop.current.signal, setProgress);
    },
    done,
    failed: (error) => {
      if (stop.current?.signal.aborted) return true;
      if (!(error instanceof ApiProblem) || !aboutFile.has(error.code)) return false;
      setWrong([t(`wrong.${error.code}`), error.message].join(' '));
      return true;
    },
  });
  async function start(file: File): Promise<void> {
    act.clear();
    setWrong(file.size > LARGEST ? t('wrong.too_large') : file.size === 0 ? t('wrong.empty') : null);
    if (file.size > LARGEST || file.size === 0) return;
    setProgress(0);
    await act.start({ file, name: file.name, size: file.size, changed: file.lastModified });
    setProgress(null);
  }
  return { start, progress, wrong, error: act.error, cancel: () => stop.current?.abort() };
}

/** The bytes as they are: the server looks at what is in them. */
function send(
  file: File,
  headers: Record<string, string>,
  signal: AbortSignal,
  report: (percent: number) => void,
): Promise<Upload> {
  const transport = (request: Request): Promise<Response> => sendWithProgress(request, report);
  return ask(
    api.POST('/v1/uploads', {
      params: { query: { name: file.name.slice(0, 200) } },
      body: file as never,
      bodySerializer: (bytes) => bytes,
      headers: { ...headers, 'Content-Type': 'application/octet-stream' },
      fetch: createSender({ ...around, transport }),
      signal,
    }),
  );
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1,234,567 bytes are "1.2 MB" in the manner of the locale. */
export function sizeText(bytes: number, locale = navigator.language): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit: units[step]!, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: 1 },
  });
  return format.format(bytes / 1000 ** step);
}
