import { Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { emptyMethod, PayoutMethodFields, toMethod } from '../../ui/payout-method-fields.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { PartnerPicker } from './partner-picker.tsx';
import { useMethodKinds } from './use-method-kinds.ts';

export default function NewPartnerScreen() {
  const t = useWords('partners');
  const [{ contact: contactId }] = useAddress();
  const contact = useQuery({
    queryKey: ['contact', contactId],
    queryFn: () => ask(api.GET('/v1/contacts/{id}', { params: { path: { id: contactId! } } })),
    enabled: contactId !== undefined,
  });
  return (
    <>
      <ScreenHead
        title={t('new.title')}
        text={contact.data ? t('new.of_contact', { name: contact.data.name ?? contact.data.email }) : t('new.text')}
        back={{ to: hrefOf('/partners'), label: t('list.title') }}
      />
      <ErrorNote error={contact.error} />
      <NewPartnerForm contactId={contactId ?? null} />
    </>
  );
}

function NewPartnerForm({ contactId }: { contactId: string | null }) {
  const t = useWords('partners');
  const kinds = useMethodKinds();
  const navigate = useNavigate();
  const programs = useProgramChoices({ open: true });
  const form = useApiForm({
    initial: {
      name: '',
      email: '',
      code: '',
      program_id: null as string | null,
      status: null as string | null,
      sponsor_id: null as string | null,
      payout_method: emptyMethod,
    },
    codes: { code_taken: 'code' },
    check: { program_id: (value) => (value === null ? t('new.program_missing') : null) },
    run: (values, headers) =>
      ask(
        api.POST('/v1/partners', {
          headers,
          body: {
            ...(contactId ? { contact_id: contactId } : { name: values.name, email: values.email }),
            program_id: values.program_id!,
            code: values.code.trim() || null,
            status: (values.status as 'approved' | 'pending' | null) ?? null,
            ...(values.sponsor_id ? { sponsor_id: values.sponsor_id } : {}),
            payout_method: toMethod(values.payout_method),
          },
        }),
      ),
    done: (partner) => {
      notifyDone(t('new.done', { name: partner.name ?? partner.email }));
      void navigate({ to: hrefOf('/partners/$partner_id', { partner_id: partner.id }) });
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack gap="lg" maw={760}>
        <Section title={t('new.who')}>
          <Stack gap="sm">
            {contactId === null && (
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <TextInput label={t('new.name')} required maxLength={200} data-autofocus {...form.field('name')} />
                <TextInput label={t('new.email')} required type="email" maxLength={254} {...form.field('email')} />
              </SimpleGrid>
            )}
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <Select label={t('new.program')} required searchable data={programs} {...form.field('program_id')} />
              <Select
                label={t('new.status')}
                placeholder={t('new.status_program')}
                clearable
                data={(['approved', 'pending'] as const).map((value) => ({ value, label: t(`statuses.${value}`) }))}
                {...form.field('status')}
              />
              <TextInput
                label={t('new.code')}
                description={t('new.code_text')}
                maxLength={64}
                {...form.field('code')}
              />
              <PartnerPicker
                label={t('new.sponsor')}
                description={t('new.sponsor_text')}
                value={form.values.sponsor_id}
                onChange={(id) => form.fields.setFieldValue('sponsor_id', id)}
                error={form.fields.errors['sponsor_id']}
              />
            </SimpleGrid>
          </Stack>
        </Section>
        <Section title={t('method.title')} text={t('method.text')}>
          <PayoutMethodFields
            kinds={kinds}
            value={form.values.payout_method}
            onChange={(value) => form.fields.setFieldValue('payout_method', value)}
            errors={form.fields.errors}
          />
        </Section>
        <ErrorNote error={form.error} />
        <Group justify="flex-end">
          <Button component={Link} to={hrefOf('/partners')} variant="default">
            {t('cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('new.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
