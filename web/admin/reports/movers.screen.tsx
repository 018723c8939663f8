import { Group, Loader, Paper, Select, Stack, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TrendingUp } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { PeriodPicker, usePeriod } from '../../ui/period-picker.tsx';
import { askedOf } from '../../ui/periods.ts';
import { FigureValue } from '../../ui/report-figure.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useToday } from '../frame/me.tsx';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';

const figures = ['commission', 'revenue', 'orders', 'leads', 'clicks', 'unique_clicks'] as const;

/** Who rose and who fell most against the period before. */
export default function MoversScreen() {
  const t = useWords('reports');
  const today = useToday();
  const period = usePeriod(today);
  const [search, change] = useAddress();
  const by = figures.find((one) => one === search['by']) ?? 'commission';
  const query = { ...askedOf(period), by };
  const asked = useQuery({
    queryKey: ['movers', query],
    queryFn: () => ask(api.GET('/v1/reports/movers', { params: { query } })),
  });
  const rows = asked.data?.data ?? [];
  return (
    <>
      <ScreenHead
        title={t('kinds.movers.title')}
        text={t('kinds.movers.text')}
        back={{ to: hrefOf('/reports'), label: t('title') }}
      />
      <Stack gap="lg">
        <Group align="flex-end">
          <PeriodPicker today={today} />
          <Select
            aria-label={t('movers.by')}
            allowDeselect={false}
            data={figures.map((value) => ({ value, label: t(`figures.${value}`) }))}
            value={by}
            onChange={(value) => change({ by: value ?? undefined })}
          />
        </Group>
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.isPending && <Loader aria-label={t('loading')} />}
        {asked.isSuccess && rows.length === 0 && (
          <EmptyNote icon={TrendingUp} title={t('empty')} text={t('empty_text')} />
        )}
        {rows.length > 0 && (
          <Paper withBorder>
            <Table.ScrollContainer minWidth={480}>
              <Table aria-label={t('kinds.movers.title')} verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('of.partner_id')}</Table.Th>
                    <Table.Th ta="right">{t('movers.before')}</Table.Th>
                    <Table.Th ta="right">{t('movers.now')}</Table.Th>
                    <Table.Th ta="right">{t('movers.change')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((row) => (
                    <Table.Tr key={`${row.partner_id}${row.currency}`}>
                      <Table.Td>
                        <PartnerName id={row.partner_id} />
                      </Table.Td>
                      {[row.before[by], row[by], row.change].map((value, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: three cells in their places
                        <Table.Td key={index} ta="right">
                          <FigureValue name={by} value={value} currency={row.currency} />
                        </Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Paper>
        )}
      </Stack>
    </>
  );
}
