import { Anchor, Badge, Loader, Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { FigureValue } from '../../ui/report-figure.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { rowsHref } from './kinds.ts';

type Health = Answer<'/v1/reports/tracking_health'>;
const colours: Readonly<Record<string, string>> = {
  well: 'teal',
  silent: 'red',
  orders_silent: 'red',
  conversion_fell: 'yellow',
  quiet: 'gray',
};

/** Whether clicks, leads and orders still come in from each site and link. */
export default function TrackingScreen() {
  const t = useWords('reports');
  const asked = useQuery({
    queryKey: ['tracking-health'],
    queryFn: () => ask(api.GET('/v1/reports/tracking_health')),
  });
  const health = asked.data;
  return (
    <>
      <ScreenHead
        title={t('kinds.tracking.title')}
        text={t('kinds.tracking.text')}
        back={{ to: hrefOf('/reports'), label: t('title') }}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {health && (
        <Stack gap="lg">
          <Heard
            title={t('tracking.sites')}
            empty={t('tracking.no_sites')}
            rows={health.sites}
            name={(row) => ('site' in row ? row.site : '')}
          />
          <Heard
            title={t('tracking.links')}
            empty={t('tracking.no_links')}
            rows={health.links}
            name={(row) =>
              'code' in row && (
                <>
                  {row.code}{' '}
                  <Text span size="xs" c="dimmed">
                    <PartnerName id={row.partner_id} />
                  </Text>
                </>
              )
            }
          />
          <Section title={t('tracking.unknown')}>
            <Text>
              {t('tracking.unknown_text', { count: health.unknown_clicks.orders })}{' '}
              {health.unknown_clicks.orders > 0 && (
                <Anchor component={Link} to={rowsHref(health.unknown_clicks.rows)}>
                  {t('tracking.see')}
                </Anchor>
              )}
            </Text>
          </Section>
        </Stack>
      )}
    </>
  );
}

type HeardRow = Health['sites'][number] | Health['links'][number];

interface HeardProps {
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly HeardRow[];
  readonly name: (row: HeardRow) => ReactNode;
}

function Heard({ title, empty, rows, name }: HeardProps) {
  const t = useWords('reports');
  return (
    <Section title={title}>
      {rows.length === 0 && <Text c="dimmed">{empty}</Text>}
      {rows.length > 0 && (
        <Paper>
          <Table.ScrollContainer minWidth={680}>
            <Table aria-label={title} verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{title}</Table.Th>
                  <Table.Th>{t('tracking.state')}</Table.Th>
                  <Table.Th>{t('tracking.click')}</Table.Th>
                  <Table.Th>{t('tracking.lead')}</Table.Th>
                  <Table.Th>{t('tracking.order')}</Table.Th>
                  <Table.Th ta="right">{t('figures.conversion_rate')}</Table.Th>
                  <Table.Th ta="right">{t('tracking.conversion_before')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={'site' in row ? row.site : row.link_id}>
                    <Table.Td>{name(row)}</Table.Td>
                    <Table.Td>
                      <Badge color={colours[row.state] ?? 'gray'}>{t(`tracking.states.${row.state}`)}</Badge>
                    </Table.Td>
                    <Table.Td>
                      <Instant at={row.last_click_at} />
                    </Table.Td>
                    <Table.Td>
                      <Instant at={row.last_lead_at} />
                    </Table.Td>
                    <Table.Td>
                      <Instant at={row.last_order_at} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <FigureValue name="conversion_rate" value={row.conversion_rate} currency="" />
                    </Table.Td>
                    <Table.Td ta="right">
                      <FigureValue name="conversion_rate" value={row.conversion_rate_before} currency="" />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
    </Section>
  );
}
