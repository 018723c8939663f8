import { Button, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShoppingBag } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { PartnerName } from '../names/names.tsx';
import { Notes } from '../notes/notes.tsx';
import { useOrderColumns } from '../orders/order-columns.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { PrivacyActs } from './privacy-acts.tsx';
import { ReferralInfo } from './referral-info.tsx';

export type ContactDetail = Answer<'/v1/contacts/{id}'>;

export default function ContactScreen({ params }: { params: ScreenParams<'/contacts/$contact_id'> }) {
  const t = useWords('contacts');
  const mayWrite = useMay('write');
  const { contact_id: id } = params;
  const asked = useQuery({
    queryKey: ['contact', id],
    queryFn: () => ask(api.GET('/v1/contacts/{id}', { params: { path: { id } } })),
  });
  const contact = asked.data;
  return (
    <>
      <ScreenHead
        title={contact ? (contact.name ?? contact.email ?? contact.external_id ?? t('erased')) : t('one.title')}
        back={{ to: hrefOf('/contacts'), label: t('list.title') }}
        aside={contact && <StatusBadge status={contact.standing} />}
      >
        {contact && mayWrite && (
          <Button component={Link} to={`${hrefOf('/partners/new')}?contact=${id}`} variant="default">
            {t('one.make_partner')}
          </Button>
        )}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {contact && (
        <Stack gap="lg">
          <Section title={t('one.facts')}>
            <Facts
              facts={[
                [t('column.name'), contact.name ?? '–'],
                [t('column.email'), contact.email ?? '–'],
                [t('one.external'), contact.external_id ?? '–'],
                [t('column.first'), <PartnerName key="f" id={contact.first_partner_id} />],
                [t('column.last'), <PartnerName key="l" id={contact.last_partner_id} />],
                [t('column.created'), <Instant key="c" at={contact.created_at} />],
              ]}
            />
          </Section>
          <ReferralInfo contact={contact} />
          <Orders contactId={id} />
          <Notes about={{ contact_id: id }} />
          {mayWrite && <PrivacyActs contact={contact} />}
        </Stack>
      )}
    </>
  );
}

function Orders({ contactId }: { contactId: string }) {
  const t = useWords('contacts');
  const columns = useOrderColumns();
  return (
    <Section title={t('orders.title')} flush>
      <DataTable
        name="contact-orders"
        label={t('orders.title')}
        columns={columns}
        rowKey={(row) => row.id}
        fixed={{ contact_id: contactId }}
        load={(query) => ask(api.GET('/v1/orders', { params: { query } }))}
        to={(row) => hrefOf('/orders/$order_id', { order_id: row.id })}
        empty={<EmptyNote icon={ShoppingBag} title={t('orders.empty')} text={t('orders.empty_text')} />}
      />
    </Section>
  );
}
