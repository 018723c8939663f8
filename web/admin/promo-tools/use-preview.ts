import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { api } from '../api.ts';
import { type Field, type Kind, kinds, type Rendered } from './kinds.ts';

interface Asked {
  readonly kind: Kind;
  /** The tool that is changed; null: one that is not saved yet. */
  readonly id: string | null;
  readonly content: Readonly<Partial<Record<Field, string | null>>>;
  /** As whom it is looked at; null: as any partner. */
  readonly partnerId: string | null;
}

export interface Preview {
  readonly rendered: Rendered | undefined;
  /** What has to be filled in before there is something to see. */
  readonly lacks: boolean;
  readonly faults: Readonly<Record<string, string>>;
  readonly error: unknown;
  readonly busy: boolean;
}

/** How a tool looks to a partner, a moment after typing stops. Nothing is saved. */
export function usePreview(asked: Asked): Preview {
  const [settled] = useDebouncedValue(JSON.stringify(asked), 400);
  const { kind, id, content, partnerId } = JSON.parse(settled) as Asked;
  const lacks = kinds[kind].needs.some((field) => !content[field]);
  const found = useQuery({
    queryKey: ['promo-tool', 'preview', settled],
    queryFn: () => {
      const body = { ...content, partner_id: partnerId };
      return id === null
        ? ask(api.POST('/v1/promo_tools/preview', { body: { kind, ...body } }))
        : ask(api.POST('/v1/promo_tools/{id}/preview', { params: { path: { id } }, body }));
    },
    enabled: !lacks,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const faults = faultsOf(found.error);
  const said = Object.keys(faults).length > 0;
  return { rendered: found.data, lacks, faults, error: said ? null : found.error, busy: found.isFetching };
}

/** "line 2, column 5: ..." by the field in which it stands. */
function faultsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  const found: Record<string, string> = {};
  for (const { path = '', message = '' } of error.problem.errors ?? [])
    found[path] = [found[path], `${message.charAt(0).toUpperCase()}${message.slice(1)}.`].filter(Boolean).join(' ');
  return found;
}
