import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useProgramChoices } from '../names/names.tsx';
import type { PartnerDetail } from './use-partner.ts';

interface MoveDialogProps {
  readonly partner: PartnerDetail;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Moves a partner to another program. */
export function MoveDialog({ partner, opened, close }: MoveDialogProps) {
  const t = useWords('partners');
  const programs = useProgramChoices({ open: true }).filter((one) => one.value !== partner.program_id);
  const form = useApiForm({
    initial: { program_id: null as string | null, note: '' },
    check: { program_id: (value) => (value === null ? t('new.program_missing') : null) },
    run: ({ program_id, note }, headers) =>
      ask(
        api.POST('/v1/partners/{id}/move', {
          params: { path: { id: partner.id } },
          body: { program_id: program_id!, note: note.trim() || null },
          headers,
        }),
      ),
    done: () => {
      notifyDone(t('move.done'));
      close();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('move.title', { name: partner.name ?? partner.code })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack>
          <Text size="sm">{t('move.text')}</Text>
          <Select label={t('move.to')} required data={programs} {...form.field('program_id')} />
          <Textarea label={t('move.note')} autosize minRows={2} maxLength={2000} {...form.field('note')} />
          <ErrorNote error={form.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.busy}>
              {t('move.label')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
