import { Group, Stack, Text } from '@mantine/core';
import { List } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { addDays } from '../../ui/periods.ts';
import { FigureValue } from '../../ui/report-figure.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { EntityLink } from '../frame/links.tsx';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

type Fact = Row<'/v1/reports/rows'>;

const known = [
  'from',
  'to',
  'currency',
  'partner_id',
  'program_id',
  'link_id',
  'promo_tool_id',
  'sub',
  'country',
  'device',
  'about',
  'split',
  'figure',
];

/** The rows that a figure of a report counts, one by one; they sum to it. */
export default function RowsScreen() {
  const t = useWords('reports');
  const [search] = useAddress();
  const fixed = Object.fromEntries(known.filter((name) => search[name]).map((name) => [name, search[name]]));
  return (
    <>
      <ScreenHead
        title={t('rows.title')}
        text={t('rows.text', { from: search['from'] ?? '', to: search['to'] ? addDays(search['to'], -1) : '' })}
        back={{ to: hrefOf('/reports'), label: t('title') }}
      />
      <DataTable<Fact>
        name="report-rows"
        label={t('rows.title')}
        columns={[
          { key: 'at', label: t('rows.at'), cell: (row) => <Instant at={row.at} />, csv: (row) => row.at },
          {
            key: 'kind',
            label: t('rows.kind'),
            cell: (row) => <What row={row} />,
            csv: (row) => `${row.kind} ${row.id}`,
          },
          {
            key: 'partner',
            label: t('of.partner_id'),
            cell: (row) => <PartnerName id={row.partner_id} />,
            csv: (row) => row.partner_id,
          },
          {
            key: 'adds',
            label: t('rows.adds'),
            cell: (row) => <Adds row={row} />,
            csv: (row) => JSON.stringify(row.adds),
          },
        ]}
        rowKey={(row) => `${row.kind}${row.id}${row.split ?? ''}`}
        fixed={fixed}
        load={(query) => ask(api.GET('/v1/reports/rows', { params: { query } }))}
        empty={<EmptyNote icon={List} title={t('rows.empty')} text={t('rows.empty_text')} />}
      />
    </>
  );
}

function What({ row }: { row: Fact }) {
  const t = useWords('reports');
  const word = t(`rows.kinds.${row.kind}`);
  if (row.kind === 'order') return <EntityLink kind="order" id={row.id} name={word} />;
  if (row.kind === 'commission') return <EntityLink kind="commission" id={row.id} name={word} />;
  return (
    <Stack gap={0}>
      <span>{word}</span>
      <Text size="xs" c="dimmed">
        {row.id}
      </Text>
    </Stack>
  );
}

function Adds({ row }: { row: Fact }) {
  const t = useWords('reports');
  return (
    <Group gap="md">
      {Object.entries(row.adds)
        .filter(([, value]) => value !== 0)
        .map(([name, value]) => (
          <Text size="sm" key={name} component="div">
            {t(`figures.${name}`)} <FigureValue name={name} value={value} currency={row.currency} />
          </Text>
        ))}
    </Group>
  );
}
