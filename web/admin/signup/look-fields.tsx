import { Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { Section } from '../../ui/section.tsx';
import type { ApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { UploadField } from '../uploads/upload-field.tsx';
import type { FormDraft } from './form-draft.ts';

export interface PartProps {
  readonly form: ApiForm<FormDraft>;
}

/** Whether it is open, and what stands above its questions. */
export function LookFields({ form }: PartProps) {
  const t = useWords('signup');
  return (
    <Section title={t('look.title')}>
      <Stack gap="md">
        <Switch
          label={t('look.open')}
          description={t('look.open_text')}
          {...form.fields.getInputProps('open', { type: 'checkbox' })}
        />
        <TextInput
          label={t('look.heading')}
          description={t('look.heading_text')}
          maxLength={200}
          {...form.field('title')}
        />
        <Textarea
          label={t('look.words')}
          description={t('markup')}
          autosize
          minRows={4}
          maxRows={20}
          maxLength={10_000}
          {...form.field('text')}
        />
        <UploadField
          label={t('look.picture')}
          kind="picture"
          value={form.values.upload_id}
          onChange={(id) => form.fields.setFieldValue('upload_id', id)}
          error={form.fields.errors['upload_id']}
        />
        <Switch
          label={t('look.show_rates')}
          description={t('look.show_rates_text')}
          {...form.fields.getInputProps('show_rates', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}
