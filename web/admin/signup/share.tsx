import { Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { CopyField } from '../../ui/copy-field.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { type SignupForm, wrongAt } from './form-draft.ts';
import type { PartProps } from './look-fields.tsx';

/** Where the form is found, and on which other pages it may stand. */
export function Share({ form, kept }: PartProps & { kept: SignupForm }) {
  const t = useWords('signup');
  return (
    <Section title={t('share.title')} text={kept.open ? t('share.text') : t('share.closed')}>
      <Stack gap="md">
        <CopyField label={t('share.address')} value={kept.page_url} block />
        <Text size="sm" c="dimmed">
          {t('share.recruiting')}
        </Text>
        <TextInput label={t('share.slug')} description={t('share.slug_text')} maxLength={40} {...form.field('slug')} />
        <TagsInput
          label={t('share.hosts')}
          description={t('share.hosts_text')}
          placeholder={form.values.embed_hosts.length === 0 ? t('share.hosts_example') : ''}
          value={[...form.values.embed_hosts]}
          onChange={(hosts) => form.fields.setFieldValue('embed_hosts', hosts)}
          error={wrongAt(form.fields.errors, 'embed_hosts')}
        />
        <CopyField label={t('share.embed')} value={kept.embed_html} block />
      </Stack>
    </Section>
  );
}
