import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { api } from '../api.ts';
import type { Kind } from './kinds.ts';

export interface Draft {
  readonly subject: string;
  readonly body: string;
}

/** What of a draft is sent: nothing for a field that is empty, which then stands as it is saved. */
export function sentOf({ subject, body }: Draft, partner: string | null) {
  return {
    ...(subject.trim() ? { subject } : {}),
    ...(body.trim() ? { body } : {}),
    ...(partner ? { partner_id: partner } : {}),
  };
}

/** The message as it would look with these words, asked anew as they change. */
export function useTemplatePreview(kind: Kind, draft: Draft, partner: string | null) {
  return useQuery({
    queryKey: ['template-preview', kind, draft, partner],
    queryFn: () =>
      ask(
        api.POST('/v1/message_templates/{kind}/preview', {
          params: { path: { kind } },
          body: sentOf(draft, partner),
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export type TemplatePreviewAsked = ReturnType<typeof useTemplatePreview>;

/** What is wrong with the words, by field, each with its line; null where it is something else, or nothing. */
export function faultsIn(error: unknown): Readonly<Record<string, string>> | null {
  if (!(error instanceof ApiProblem) || error.problem.code !== 'template_invalid') return null;
  const found: Record<string, string> = {};
  for (const { path = '', message = '' } of error.problem.errors ?? [])
    found[path] = [found[path], `${message.charAt(0).toUpperCase()}${message.slice(1)}.`].filter(Boolean).join(' ');
  return found;
}
