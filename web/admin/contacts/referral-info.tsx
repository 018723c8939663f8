import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Pencil, UserRound } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, OrderNumber, PartnerName } from '../names/names.tsx';
import { PartnerPicker } from '../partners/partner-picker.tsx';
import type { ContactDetail } from './contact.screen.tsx';

/** Who brought this contact, in time order, and the way to change it by hand. */
export function ReferralInfo({ contact }: { contact: ContactDetail }) {
  const t = useWords('contacts');
  const mayWrite = useMay('write');
  const [changing, setChanging] = useState(false);
  const asked = useQuery({
    queryKey: ['contact', contact.id, 'referrals'],
    queryFn: () => ask(api.GET('/v1/contacts/{id}/referrals', { params: { path: { id: contact.id } } })),
  });
  const rows = asked.data?.data ?? [];
  const change = mayWrite && (
    <Button size="sm" variant="light" leftSection={<Pencil size={14} aria-hidden />} onClick={() => setChanging(true)}>
      {t('referral.change')}
    </Button>
  );
  return (
    <Section title={t('referral.title')} text={t('referral.text')} acts={change}>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isSuccess && rows.length === 0 && <Text c="dimmed">{t('referral.nobody')}</Text>}
      <Timeline bulletSize={22} lineWidth={2}>
        {rows.map((row) => (
          <Timeline.Item
            key={`${row.recorded_at}${row.slots}${row.partner_id}`}
            bullet={<UserRound size={12} aria-hidden />}
            title={
              <>
                {row.partner_id ? <PartnerName id={row.partner_id} /> : t('referral.none')}{' '}
                {t(`referral.slots.${row.slots}`)}
              </>
            }
          >
            <Text size="sm">
              {t(`referral.causes.${row.cause}`)}{' '}
              {row.cause === 'order' && row.cause_id && <OrderNumber id={row.cause_id} />}
            </Text>
            {row.note && <Text size="sm">{row.note}</Text>}
            <Text size="xs" c="dimmed">
              <Instant at={row.at} /> · <AuthorName author={row.author} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t('referral.change')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <ReferralForm contact={contact} close={() => setChanging(false)} />
      </Modal>
    </Section>
  );
}

function ReferralForm({ contact, close }: { contact: ContactDetail; close: () => void }) {
  const t = useWords('contacts');
  const form = useApiForm({
    initial: {
      with_first: false,
      with_last: true,
      first_partner_id: contact.first_partner_id,
      last_partner_id: contact.last_partner_id,
      note: '',
    },
    check: { note: (value) => (value.trim() === '' ? t('referral.note_missing') : null) },
    run: ({ with_first, with_last, first_partner_id, last_partner_id, note }) =>
      ask(
        api.PATCH('/v1/contacts/{id}', {
          params: { path: { id: contact.id } },
          body: {
            ...(with_first ? { first_partner_id } : {}),
            ...(with_last ? { last_partner_id } : {}),
            note: note.trim(),
          },
        }),
      ),
    done: () => {
      notifyDone(t('referral.done'));
      close();
    },
  });
  const { with_first, with_last, first_partner_id, last_partner_id } = form.values;
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <Text size="sm">{t('referral.change_text')}</Text>
        {(
          [
            ['first', with_first, first_partner_id],
            ['last', with_last, last_partner_id],
          ] as const
        ).map(([slot, on, id]) => (
          <Stack key={slot} gap={6}>
            <Checkbox
              label={t(`referral.change_${slot}`)}
              checked={on}
              onChange={(event) => form.fields.setFieldValue(`with_${slot}`, event.currentTarget.checked)}
            />
            {on && (
              <PartnerPicker
                aria-label={t(`referral.change_${slot}`)}
                placeholder={t('referral.none')}
                value={id}
                onChange={(next) => form.fields.setFieldValue(`${slot}_partner_id`, next)}
              />
            )}
          </Stack>
        ))}
        <Textarea label={t('referral.note')} required autosize minRows={2} maxLength={2000} {...form.field('note')} />
        <ErrorNote error={form.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.busy} disabled={!with_first && !with_last}>
            {t('referral.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
