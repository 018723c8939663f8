import { Button, Group, Loader, Stack, Switch, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { emptyMethod, PayoutMethodFields, toMethod } from '../../ui/payout-method-fields.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { PartnerMessages } from './partner-messages.tsx';
import { PartnerPicker } from './partner-picker.tsx';
import { useMethodKinds } from './use-method-kinds.ts';
import { type PartnerDetail, usePartner } from './use-partner.ts';

export default function EditPartnerScreen({ params }: { params: ScreenParams<'/partners/$partner_id/edit'> }) {
  const t = useWords('partners');
  const partner = usePartner(params.partner_id);
  const back = hrefOf('/partners/$partner_id', params);
  const { data } = partner;
  return (
    <>
      <ScreenHead title={t('edit.title')} back={{ to: back, label: data?.name ?? data?.code ?? t('list.title') }} />
      <ErrorNote error={partner.error} retry={() => void partner.refetch()} />
      {partner.isPending && <Loader aria-label={t('loading')} />}
      {data && (
        <Stack gap="lg" maw={760}>
          <EditForm partner={data} back={back} />
          <PartnerMessages partnerId={data.id} />
        </Stack>
      )}
    </>
  );
}

function EditForm({ partner, back }: { partner: PartnerDetail; back: string }) {
  const t = useWords('partners');
  const kinds = useMethodKinds();
  const navigate = useNavigate();
  const form = useApiForm({
    initial: {
      name: partner.name ?? '',
      email: partner.email ?? '',
      code: partner.code,
      sponsor_id: partner.sponsor_id,
      changes_method: false,
      payout_method: { ...emptyMethod, kind: partner.payout_method?.kind ?? '' },
    },
    codes: { code_taken: 'code' },
    check: { name: (value) => (value.trim() === '' ? t('edit.name_missing') : null) },
    run: ({ changes_method, payout_method, name, email, code, sponsor_id }) =>
      ask(
        api.PATCH('/v1/partners/{id}', {
          params: { path: { id: partner.id } },
          body: {
            ...(name === (partner.name ?? '') ? {} : { name }),
            ...(email === (partner.email ?? '') ? {} : { email }),
            ...(code === partner.code ? {} : { code }),
            ...(sponsor_id === partner.sponsor_id ? {} : { sponsor_id }),
            ...(changes_method ? { payout_method: toMethod(payout_method) } : {}),
          },
        }),
      ),
    done: () => {
      notifyDone(t('edit.done'));
      void navigate({ to: back });
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack gap="lg">
        <Section title={t('new.who')}>
          <Stack gap="sm">
            <TextInput label={t('new.name')} required maxLength={200} {...form.field('name')} />
            <TextInput label={t('new.email')} type="email" required maxLength={254} {...form.field('email')} />
            <TextInput label={t('new.code')} description={t('edit.code_text')} maxLength={64} {...form.field('code')} />
            <PartnerPicker
              label={t('new.sponsor')}
              value={form.values.sponsor_id}
              onChange={(id) => form.fields.setFieldValue('sponsor_id', id)}
              error={form.fields.errors['sponsor_id']}
            />
          </Stack>
        </Section>
        <Section title={t('method.title')} text={t('method.change_text')}>
          <Stack gap="sm">
            <Switch label={t('method.change')} {...form.fields.getInputProps('changes_method', { type: 'checkbox' })} />
            {form.values.changes_method && (
              <PayoutMethodFields
                kinds={kinds}
                value={form.values.payout_method}
                onChange={(value) => form.fields.setFieldValue('payout_method', value)}
                errors={form.fields.errors}
              />
            )}
          </Stack>
        </Section>
        <ErrorNote error={form.error} />
        <Group justify="flex-end">
          <Button component={Link} to={back} variant="default">
            {t('cancel')}
          </Button>
          <Button type="submit" loading={form.busy}>
            {t('edit.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
