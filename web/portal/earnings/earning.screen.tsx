import { Alert, Anchor, Loader, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Instant, Money, Rate } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { useApi } from '../center.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { useEarningName } from './columns.tsx';

type Detail = Answer<'/v1/center/commissions/{id}'>;

/** One earning: how it came about in plain words, what was taken back and why, and what became of it. */
export default function EarningScreen({ params }: { params: ScreenParams<'/earnings/$commission_id'> }) {
  const t = useWords('earnings');
  const api = useApi();
  const nameOf = useEarningName();
  const { commission_id: id } = params;
  const asked = useQuery({
    queryKey: ['earning', id],
    queryFn: () => ask(api.GET('/v1/center/commissions/{id}', { params: { path: { id } } })),
  });
  const row = asked.data;
  return (
    <>
      <ScreenHead
        title={row ? nameOf(row) : t('one.title')}
        back={{ to: hrefOf('/earnings'), label: t('list.title') }}
        aside={row && <StatusBadge status={row.status} />}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {row && (
        <Stack gap="lg">
          {row.held_reason !== null && <Alert color="yellow">{t(`held.${row.held_reason}`)}</Alert>}
          <What row={row} />
          <Reversals row={row} />
          <Story row={row} />
          <History row={row} />
        </Stack>
      )}
    </>
  );
}

function What({ row }: { row: Detail }) {
  const t = useWords('earnings');
  return (
    <Section title={t('one.facts')}>
      <Facts
        facts={[
          [t('column.amount'), <Money key="a" amount={row.amount} currency={row.currency} />],
          row.rate_bps !== null && [t('one.rate'), <Rate key="r" bps={row.rate_bps} />],
          [t('column.at'), <Instant key="t" at={row.occurred_at} />],
          row.payable_on !== null && [t('column.payable_on'), <Instant key="d" at={row.payable_on} to="day" />],
          row.order_reference !== null && [t('column.order'), row.order_reference],
          row.customer !== null && [t('one.customer'), row.customer],
          row.tier !== null && [t('list.tier'), t(`tiers.${row.tier}`)],
          row.note !== null && [t('one.note'), row.note],
          row.reversal_of !== null && [
            t('one.of'),
            <Anchor
              key="o"
              component={Link}
              to={hrefOf('/earnings/$commission_id', { commission_id: row.reversal_of })}
            >
              {t('one.open')}
            </Anchor>,
          ],
          row.payout_id !== null && [
            t('one.payment'),
            <Anchor key="p" component={Link} to={hrefOf('/payments/$payout_id', { payout_id: row.payout_id })}>
              {t('one.open_payment')}
            </Anchor>,
          ],
        ]}
      />
    </Section>
  );
}

function Reversals({ row }: { row: Detail }) {
  const t = useWords('earnings');
  const nameOf = useEarningName();
  if (row.reversals.length === 0) return null;
  return (
    <Alert color="red" icon={<Undo2 size={18} aria-hidden />} title={t('one.reversals')}>
      {row.reversals.map((one) => (
        <Text key={one.id} size="sm">
          <Instant at={one.occurred_at} to="day" /> · <Money amount={one.amount} currency={one.currency} /> ·{' '}
          {nameOf(one)}
        </Text>
      ))}
    </Alert>
  );
}

function Story({ row }: { row: Detail }) {
  const t = useWords('earnings');
  if (row.story.length === 0) return null;
  return (
    <Section title={t('one.story')} text={t('one.story_text')}>
      <Timeline bulletSize={14} lineWidth={2} active={row.story.length}>
        {row.story.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a story is told once, in its order
          <Timeline.Item key={index}>
            <Text size="sm">{step.says}</Text>
            <Text size="xs" c="dimmed">
              {step.at && <Instant at={step.at} />}
              {step.amount !== null && (
                <>
                  {step.at && ' · '}
                  <Money amount={step.amount} currency={row.currency} />
                </>
              )}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Section>
  );
}

function History({ row }: { row: Detail }) {
  const t = useWords('earnings');
  if (row.history.length === 0) return null;
  return (
    <Section title={t('one.history')}>
      <Stack gap={6}>
        {row.history.map((one) => (
          <Text key={`${one.at}${one.act}${one.status}`} size="sm">
            <Instant at={one.at} /> · {t(`did.${one.act}`, { defaultValue: one.act.replaceAll('_', ' ') })}
          </Text>
        ))}
      </Stack>
    </Section>
  );
}
