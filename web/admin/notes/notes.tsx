import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { Instant } from '../../ui/format.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { type ApiForm, useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName } from '../names/names.tsx';

/** Notes of a partner or a contact, for the office alone. */
export function Notes({ about }: { about: { partner_id: string } | { contact_id: string } }) {
  const t = useWords('notes');
  const mayWrite = useMay('write');
  const asked = useQuery({
    queryKey: ['notes', about],
    queryFn: () => ask(api.GET('/v1/notes', { params: { query: { ...about, limit: '100' } } })),
  });
  const form: ApiForm<{ text: string }> = useApiForm({
    initial: { text: '' },
    check: { text: (value) => (value.trim() === '' ? t('missing') : null) },
    run: ({ text }, headers) => ask(api.POST('/v1/notes', { body: { ...about, text }, headers })),
    done: (): void => form.fields.reset(),
  });
  return (
    <Section title={t('title')} text={t('text')}>
      <Stack>
        {mayWrite && (
          <form onSubmit={form.submit} ref={form.ref} noValidate>
            <Stack gap="xs">
              <Textarea label={t('new')} autosize minRows={2} maxLength={5000} {...form.field('text')} />
              <ErrorNote error={form.error} />
              <Group>
                <Button type="submit" size="sm" loading={form.busy}>
                  {t('write')}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
        <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
        {asked.data?.data.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('empty')}
          </Text>
        )}
        {asked.data?.data.map((note) => (
          <Paper key={note.id} withBorder p="sm">
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {note.text}
              </Text>
              {mayWrite && (
                <ConfirmAct
                  title={t('delete_title')}
                  text={t('delete_text')}
                  label={t('delete')}
                  danger
                  run={() => ask(api.DELETE('/v1/notes/{id}', { params: { path: { id: note.id } } }))}
                >
                  {(open) => (
                    <Button size="compact-xs" variant="subtle" color="gray" onClick={open}>
                      {t('delete')}
                    </Button>
                  )}
                </ConfirmAct>
              )}
            </Group>
            <Text size="xs" c="dimmed" mt={4}>
              <AuthorName author={note.author} /> · <Instant at={note.at} />
            </Text>
          </Paper>
        ))}
      </Stack>
    </Section>
  );
}
