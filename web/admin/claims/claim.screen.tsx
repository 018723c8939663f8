import { Alert, Button, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Info, X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { Day, Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, OrderNumber, PartnerName } from '../names/names.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { AcceptDialog } from './accept-dialog.tsx';
import { DeclineDialog } from './decline-dialog.tsx';

export type Claim = Answer<'/v1/claims/{id}'>;

export default function ClaimScreen({ params }: { params: ScreenParams<'/claims/$claim_id'> }) {
  const t = useWords('claims');
  const mayWrite = useMay('write');
  const { claim_id: id } = params;
  const asked = useQuery({
    queryKey: ['claim', id],
    queryFn: () => ask(api.GET('/v1/claims/{id}', { params: { path: { id } } })),
  });
  const claim = asked.data;
  return (
    <>
      <ScreenHead
        title={claim?.order_id ? t('one.title', { number: claim.order_id }) : t('one.claim')}
        back={{ to: hrefOf('/claims'), label: t('list.title') }}
        aside={claim && <StatusBadge status={claim.status} />}
      >
        {claim?.status === 'open' && mayWrite && <Acts claim={claim} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {claim && (
        <Stack gap="lg">
          <Found claim={claim} />
          <Said claim={claim} />
          {claim.status !== 'open' && <Decision claim={claim} />}
        </Stack>
      )}
    </>
  );
}

function Acts({ claim }: { claim: Claim }) {
  const t = useWords('claims');
  const [open, setOpen] = useState<'accept' | 'decline' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Button variant="default" leftSection={<X size={15} aria-hidden />} onClick={() => setOpen('decline')}>
        {t('decline.label')}
      </Button>
      {claim.check.outcome !== 'already_theirs' && (
        <Button leftSection={<Check size={15} aria-hidden />} onClick={() => setOpen('accept')}>
          {t('accept.label')}
        </Button>
      )}
      <AcceptDialog claim={claim} opened={open === 'accept'} close={close} />
      <DeclineDialog claim={claim} opened={open === 'decline'} close={close} />
    </>
  );
}

/** What is known of the sale now: looked up each time, so a sale that came late is found. */
function Found({ claim: { check, status } }: { claim: Claim }) {
  const t = useWords('claims');
  const reasons = useWords('orders');
  return (
    <Section title={t('found.title')} text={t('found.text')}>
      <Stack gap="md">
        <Text>{t(`outcome.${check.outcome}`)}</Text>
        {status === 'open' && (
          <Alert icon={<Info size={18} aria-hidden />} variant="light">
            {t(`advice.${check.outcome}`)}
          </Alert>
        )}
        {check.order && (
          <Facts
            facts={[
              [t('found.order'), <OrderNumber key="o" id={check.order} />],
              [
                t('found.credited_to'),
                check.credited_to ? <PartnerName key="p" id={check.credited_to} /> : t('found.nobody'),
              ],
              check.reason !== null && [t('found.because'), reasons(`reasons.${check.reason}`)],
            ]}
          />
        )}
        {check.reason !== null && (
          <Text size="sm" c="dimmed">
            {reasons(`reasons_long.${check.reason}`)}
          </Text>
        )}
      </Stack>
    </Section>
  );
}

/** The partner's own words, and what they know of the sale. */
function Said({ claim }: { claim: Claim }) {
  const t = useWords('claims');
  return (
    <Section title={t('said.title')}>
      <Stack gap="md">
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{claim.text ?? t('said.erased')}</Text>
        <Facts
          facts={[
            [t('column.partner'), <PartnerName key="p" id={claim.partner_id} />],
            [t('said.number'), claim.order_id ?? '–'],
            [t('said.email'), claim.email ?? '–'],
            [t('column.day'), <Day key="d" day={claim.occurred_on} />],
            [t('column.at'), <Instant key="a" at={claim.created_at} />],
          ]}
        />
      </Stack>
    </Section>
  );
}

function Decision({ claim }: { claim: Claim }) {
  const t = useWords('claims');
  return (
    <Section title={t('decision.title')}>
      <Facts
        facts={[
          [t('column.status'), t(`status.${claim.status}`)],
          [t('decision.at'), <Instant key="a" at={claim.decided_at} />],
          claim.decided_by !== null && [t('decision.by'), <AuthorName key="b" author={claim.decided_by} />],
          claim.accepted_order !== null && [t('decision.order'), <OrderNumber key="o" id={claim.accepted_order} />],
          claim.reason !== null && [t('decline.reason'), claim.reason],
          claim.note !== null && [t('decision.note'), claim.note],
        ]}
      />
    </Section>
  );
}
