import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import type { ActHeaders } from '../../ui/use-act.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

interface DecideFormProps {
  readonly act: 'approve' | 'reject';
  readonly ids: readonly string[];
  readonly close: () => void;
  readonly done: () => void;
}

/** The reason is told to the applicant, the note stays here. */
export function DecideForm({ act, ids, close, done }: DecideFormProps) {
  const t = useWords('applications');
  const rejects = act === 'reject';
  const form = useApiForm({
    initial: { reason: '', note: '' },
    run: ({ reason, note }, headers) =>
      rejects
        ? reject(ids, { reason: reason.trim() || null, note: note.trim() || null }, headers)
        : approve(ids, { note: note.trim() || null }, headers),
    done: () => {
      notifyDone(rejects ? t('reject.done', { count: ids.length }) : t('approve.done', { count: ids.length }));
      done();
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <Text size="sm">{rejects ? t('reject.text') : t('approve.text')}</Text>
        {rejects && (
          <Textarea
            label={t('reject.reason')}
            description={t('reject.reason_text')}
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            {...form.field('reason')}
          />
        )}
        <Textarea
          label={t('decide.note')}
          description={t('decide.note_text')}
          autosize
          minRows={2}
          maxLength={2000}
          {...form.field('note')}
        />
        <ErrorNote error={form.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={form.busy} {...(rejects ? { color: 'red' } : {})}>
            {rejects ? t('reject.label') : t('approve.label')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

async function approve(ids: readonly string[], said: { note: string | null }, headers: ActHeaders): Promise<unknown> {
  const [id] = ids;
  if (ids.length > 1) return ask(api.POST('/v1/applications/approve', { body: { ids: [...ids], ...said }, headers }));
  return ask(api.POST('/v1/applications/{id}/approve', { params: { path: { id: id! } }, body: said, headers }));
}

async function reject(
  ids: readonly string[],
  said: { reason: string | null; note: string | null },
  headers: ActHeaders,
): Promise<unknown> {
  const [id] = ids;
  if (ids.length > 1) return ask(api.POST('/v1/applications/reject', { body: { ids: [...ids], ...said }, headers }));
  return ask(api.POST('/v1/applications/{id}/reject', { params: { path: { id: id! } }, body: said, headers }));
}
