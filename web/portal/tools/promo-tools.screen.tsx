import { Loader, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { ToolCard } from './tool-card.tsx';

export type Tool = Row<'/v1/center/promo_tools'>;

/** What the shop gives its partners to promote with, filled in with their own link and name. */
export default function PromoToolsScreen() {
  const t = useWords('tools');
  const api = useApi();
  const [{ kind = 'all' }, change] = useAddress();
  const asked = useQuery({
    queryKey: ['promo_tools'],
    queryFn: () => ask(api.GET('/v1/center/promo_tools')),
  });
  const tools = asked.data?.data ?? [];
  const kinds = [...new Set(tools.map((tool) => tool.kind))];
  const shown = tools.filter((tool) => kind === 'all' || tool.kind === kind);
  return (
    <>
      <ScreenHead title={t('title')} text={t('text')} />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.isSuccess && tools.length === 0 && (
        <EmptyNote icon={Megaphone} title={t('empty')} text={t('empty_text')} />
      )}
      <Stack gap="lg">
        {kinds.length > 1 && (
          <SegmentedControl
            aria-label={t('which')}
            value={kind}
            onChange={(value) => change({ kind: value === 'all' ? undefined : value })}
            data={['all', ...kinds].map((value) => ({ value, label: t(`kinds.${value}`) }))}
            style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
          />
        )}
        {shown.map((tool, index) => (
          <ToolCard key={tool.id ?? `${tool.kind}${index}`} tool={tool} />
        ))}
      </Stack>
    </>
  );
}
