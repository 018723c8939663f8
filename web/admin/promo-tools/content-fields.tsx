import { Textarea, TextInput } from '@mantine/core';
import type { ApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { UploadField } from '../uploads/upload-field.tsx';
import { type Field, type Kind, kinds, type ToolDraft } from './kinds.ts';

interface ContentFieldsProps {
  readonly kind: Kind;
  readonly form: ApiForm<ToolDraft>;
  /** What the preview found wrong with a text, while it is being written. */
  readonly faults: Readonly<Record<string, string>>;
}

/** What a tool of this kind is made of. */
export function ContentFields({ kind, form, faults }: ContentFieldsProps) {
  return kinds[kind].fields.map((field) => (
    <ContentField key={field} field={field} kind={kind} form={form} faults={faults} />
  ));
}

const longest = { text: 500, subject: 300, alt: 300, url: 2000 } as const;

function ContentField({ field, kind, form, faults }: ContentFieldsProps & { field: Field }) {
  const t = useWords('promo');
  const required = kinds[kind].needs.includes(field);
  const input = form.field(field);
  const error = input.error ?? faults[field];
  if (field === 'upload_id')
    return (
      <UploadField
        label={kinds[kind].upload === 'picture' ? t('field.picture') : t('field.file')}
        kind={kinds[kind].upload}
        required={required}
        value={form.values.upload_id}
        onChange={(id) => form.fields.setFieldValue('upload_id', id)}
        error={error}
      />
    );
  if (field === 'body')
    return (
      <Textarea
        label={t(`body.${kind}`)}
        description={t(`body.${kind}_text`)}
        required={required}
        autosize
        minRows={kind === 'email' ? 10 : 5}
        maxRows={24}
        maxLength={kind === 'social_post' ? 5000 : 20_000}
        {...input}
        error={error}
      />
    );
  return (
    <TextInput
      label={t(`field.${field}`)}
      description={t(`form.${field}_text`)}
      required={required}
      maxLength={longest[field]}
      {...(field === 'url' ? { type: 'url', placeholder: 'https://' } : {})}
      {...input}
      error={error}
    />
  );
}
