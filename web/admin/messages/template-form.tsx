import { Button, Fieldset, Group, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { MergeFields } from './merge-fields.tsx';
import classes from './messages.module.css';
import type { Draft } from './use-template-preview.ts';

type Template = Row<'/v1/message_templates'>;

interface TemplateFormProps {
  readonly template: Template;
  /** What the preview found wrong with the words as they are typed. */
  readonly faults: Readonly<Record<string, string>> | null;
  readonly onDraft: (draft: Draft) => void;
}

/** Subject, text, and whether the kind is sent at all. */
export function TemplateForm({ template, faults, onDraft }: TemplateFormProps) {
  const t = useWords('messages');
  const may = useMay('settings');
  const area = useRef<HTMLTextAreaElement>(null);
  const path = { kind: template.kind };
  const form = useApiForm({
    initial: { subject: template.subject, body: template.body, on: template.on },
    run: ({ subject, body, on }) =>
      ask(api.PATCH('/v1/message_templates/{kind}', { params: { path }, body: { ...changed({ subject, body }), on } })),
    done: () => notifyDone(t('template.saved')),
  });
  // What stays as it was stays the program's own: it goes on changing with the program.
  const changed = (draft: Draft): Partial<Draft> =>
    Object.fromEntries(Object.entries(draft).filter(([name, text]) => text !== template[name as keyof Draft]));
  const { subject, body } = form.values;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only new words are told
  useEffect(() => onDraft({ subject, body }), [subject, body]);
  const insert = (text: string): void => {
    const [from, to] = [area.current?.selectionStart ?? body.length, area.current?.selectionEnd ?? body.length];
    form.fields.setFieldValue('body', body.slice(0, from) + text + body.slice(to));
    area.current?.focus();
  };
  return (
    <Section title={t('template.words')} text={t('template.words_text')}>
      <form ref={form.ref} onSubmit={form.submit} noValidate>
        <Fieldset variant="unstyled" m={0} p={0} disabled={!may}>
          <Stack>
            <TextInput
              label={t('template.subject')}
              required
              maxLength={500}
              {...form.field('subject')}
              error={form.field('subject')['error'] ?? faults?.['subject']}
            />
            <Textarea
              ref={area}
              label={t('template.body')}
              description={t('template.body_text')}
              required
              autosize
              minRows={8}
              maxRows={24}
              className={classes.code}
              {...form.field('body')}
              error={form.field('body')['error'] ?? faults?.['body']}
            />
            <MergeFields fields={template.fields} insert={insert} />
            {!template.always && <Switch label={t('template.on')} {...form.field('on', { type: 'checkbox' })} />}
            <ErrorNote error={form.error} />
            {may ? (
              <Group>
                <Button type="submit" loading={form.busy}>
                  {t('template.save')}
                </Button>
                {template.edited && <BackToOwn template={template} done={(now) => form.fields.setValues(now)} />}
              </Group>
            ) : (
              <Text size="sm" c="dimmed">
                {t('template.read_only')}
              </Text>
            )}
          </Stack>
        </Fieldset>
      </form>
    </Section>
  );
}

function BackToOwn({ template, done }: { template: Template; done: (words: Draft) => void }) {
  const t = useWords('messages');
  const path = { kind: template.kind };
  return (
    <ConfirmAct
      title={t('template.back_title')}
      text={t('template.back_text')}
      label={t('template.back')}
      danger
      run={() => ask(api.DELETE('/v1/message_templates/{kind}', { params: { path } }))}
      done={({ subject, body }) => {
        done({ subject, body });
        notifyDone(t('template.back_done'));
      }}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {t('template.back')}
        </Button>
      )}
    </ConfirmAct>
  );
}
