import { Text } from '@mantine/core';
import { Users } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName, ProgramName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import type { Partner } from './partners.screen.tsx';
import type { PartnerDetail } from './use-partner.ts';

/** Who recruited this partner, and whom this partner recruited. */
export default function RecruitsTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  return (
    <>
      <Text mb="md">
        {t('who.sponsor')}: <PartnerName id={partner.sponsor_id} />
      </Text>
      <DataTable<Partner>
        name="partner-recruits"
        label={t('tabs.recruits')}
        columns={[
          { key: 'name', label: t('list.name'), cell: (row) => row.name ?? row.email, csv: (row) => row.name },
          {
            key: 'program',
            label: t('list.program'),
            cell: (row) => <ProgramName id={row.program_id} />,
            csv: (row) => row.program_id,
          },
          {
            key: 'status',
            label: t('list.status'),
            cell: (row) => <StatusBadge status={row.status} />,
            csv: (row) => row.status,
          },
          {
            key: 'joined',
            label: t('list.joined'),
            cell: (row) => <Instant at={row.joined_at} to="day" />,
            csv: (row) => row.joined_at,
          },
        ]}
        rowKey={(row) => row.id}
        fixed={{ sponsor_id: partner.id }}
        load={(query) => ask(api.GET('/v1/partners', { params: { query } }))}
        to={(row) => hrefOf('/partners/$partner_id', { partner_id: row.id })}
        empty={<EmptyNote icon={Users} title={t('nothing.recruits')} text={t('nothing.recruits_text')} />}
      />
    </>
  );
}
