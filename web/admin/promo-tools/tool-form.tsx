import { Button, Grid, Group, MultiSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { InstantInput } from '../../ui/instant-input.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import type { ActHeaders } from '../../ui/use-act.ts';
import { type ApiForm, useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { useProgramChoices } from '../names/names.tsx';
import { ContentFields } from './content-fields.tsx';
import { contentOf, draftOf, type Kind, kinds, type PromoTool, type ToolDraft } from './kinds.ts';
import { MergeFields } from './merge-fields.tsx';
import { PartnersPicker } from './partners-picker.tsx';
import { PreviewPane } from './preview-pane.tsx';
import { usePreview } from './use-preview.ts';

interface ToolFormProps {
  readonly kind: Kind;
  /** The tool that is changed; null: a new one. */
  readonly tool: PromoTool | null;
  readonly back: string;
  readonly label: string;
  readonly run: (draft: ToolDraft, headers: ActHeaders) => Promise<PromoTool>;
  readonly done: (tool: PromoTool) => void;
}

const withTexts: readonly Kind[] = ['text_link', 'email', 'social_post', 'coupon_set'];

/** Makes or changes a tool; beside it, live, what a partner will see. */
export function ToolForm({ kind, tool, back, label, run, done }: ToolFormProps) {
  const t = useWords('promo');
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const form = useApiForm<ToolDraft, PromoTool>({
    initial: draftOf(tool),
    check: {
      name: (value) => (value.trim() === '' ? t('form.name_missing') : null),
      ...Object.fromEntries(
        kinds[kind].needs.map((field) => [field, (value: unknown) => (value ? null : t(`missing.${field}`))]),
      ),
    },
    codes: { host_not_allowed: 'url', file_not_allowed: 'upload_id' },
    run,
    done,
  });
  const preview = usePreview({ kind, id: tool?.id ?? null, content: contentOf(kind, form.values), partnerId });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Basics kind={kind} form={form} faults={preview.faults} />
            <When form={form} />
            <ForWhom form={form} />
            <ErrorNote error={form.error} />
            <Group justify="flex-end">
              <Button component={Link} to={back} variant="default">
                {t('cancel')}
              </Button>
              <Button type="submit" loading={form.busy}>
                {label}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <PreviewPane preview={preview} partnerId={partnerId} choosePartner={setPartnerId} />
            {withTexts.includes(kind) && (
              <Section title={t('merge.title')}>
                <MergeFields />
              </Section>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </form>
  );
}

function Basics({ kind, form, faults }: { kind: Kind; form: ApiForm<ToolDraft>; faults: Record<string, string> }) {
  const t = useWords('promo');
  return (
    <Section title={t('form.basics')}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          description={t('form.name_text')}
          required
          maxLength={200}
          data-autofocus
          {...form.field('name')}
        />
        <ContentFields kind={kind} form={form} faults={faults} />
        <Textarea
          label={t('field.note')}
          description={t('form.note_text')}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.field('note')}
        />
      </Stack>
    </Section>
  );
}

function When({ form }: { form: ApiForm<ToolDraft> }) {
  const t = useWords('promo');
  return (
    <Section title={t('form.when')} text={t('form.when_text')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {(['starts_at', 'ends_at'] as const).map((name) => (
          <InstantInput
            key={name}
            label={t(`field.${name}`)}
            description={t(`form.${name}_text`)}
            {...form.field(name)}
            value={form.values[name]}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}

function ForWhom({ form }: { form: ApiForm<ToolDraft> }) {
  const t = useWords('promo');
  const programs = useProgramChoices();
  return (
    <Section title={t('field.for')} text={t('form.for_text')}>
      <Stack gap="sm">
        <MultiSelect
          label={t('field.programs')}
          data={programs}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('form.no_program') }}
          {...form.field('program_ids')}
        />
        <PartnersPicker label={t('field.partners')} {...form.field('partner_ids')} value={form.values.partner_ids} />
      </Stack>
    </Section>
  );
}
