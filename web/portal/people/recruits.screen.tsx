import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Network } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant, Money, useFormats } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Figure, Figures, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { amountText } from '../../ui/write-figures.ts';
import { useApi, useMe } from '../center.ts';

type Recruit = Row<'/v1/center/recruits'>;

/** Partners who came by this one, without names, and what the second tier brought. */
export default function RecruitsScreen() {
  const t = useWords('people');
  const api = useApi();
  const { program } = useMe();
  const { locale } = useFormats();
  const asked = useQuery({
    queryKey: ['recruits', 'totals'],
    queryFn: () => ask(api.GET('/v1/center/recruits', { params: { query: { limit: '1' } } })),
  });
  const sums = (earned: Recruit['earned']): string =>
    earned.map(({ amount, currency }) => amountText(BigInt(amount), currency, locale)).join(' · ') || '–';
  const columns: Column<Recruit>[] = [
    {
      key: 'who',
      label: t('who'),
      cell: (row) => t('reference', { reference: row.reference }),
      csv: (row) => row.reference,
    },
    { key: 'status', label: t('state'), cell: (row) => <StatusBadge status={row.status} />, csv: (row) => row.status },
    {
      key: 'joined',
      label: t('joined'),
      cell: (row) => <Instant at={row.joined_on} to="day" />,
      csv: (row) => row.joined_on,
    },
    {
      key: 'earned',
      label: t('recruits.earned'),
      cell: (row) => sums(row.earned),
      csv: (row) => sums(row.earned),
      align: 'right',
    },
  ];
  return (
    <>
      <ScreenHead title={t('recruits.title')} text={t('recruits.text')} />
      <Stack gap="lg">
        {program.tiers > 1 && asked.data?.link.join_url && (
          <Section title={t('recruits.link')} text={t('recruits.link_text')}>
            <CopyField label={t('recruits.to_share')} value={asked.data.link.join_url} />
          </Section>
        )}
        {program.tiers > 1 && asked.data?.link.join_url === null && <Text>{t('recruits.closed')}</Text>}
        {program.tiers < 2 && <Text>{t('recruits.one_tier')}</Text>}
        {asked.data && asked.data.totals.length > 0 && (
          <Figures>
            {asked.data.totals.map(({ amount, currency }) => (
              <Figure
                key={currency}
                label={t('recruits.total')}
                value={<Money amount={amount} currency={currency} />}
              />
            ))}
          </Figures>
        )}
        <DataTable
          name="recruits"
          label={t('recruits.title')}
          columns={columns}
          rowKey={(row) => row.reference}
          load={(query) => ask(api.GET('/v1/center/recruits', { params: { query } }))}
          empty={<EmptyNote icon={Network} title={t('recruits.empty')} text={t('recruits.empty_text')} />}
        />
      </Stack>
    </>
  );
}
