import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { RoleChoices } from './role-choices.tsx';

type Member = Row<'/v1/members'>;

/** Another role for somebody, or none any more. */
export function MemberActs({ member }: { member: Member }) {
  const t = useWords('settings');
  const [opened, setOpened] = useState(false);
  const removed = (): void => {
    // Whoever left has another account, or none: the office begins anew.
    if (member.you) location.assign('/');
    else notifyDone(t('team.removed', { name: member.name }));
  };
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('team.change_one', { name: member.name })}
        onClick={() => setOpened(true)}
      >
        {t('team.change')}
      </Button>
      <ConfirmAct
        title={member.you ? t('team.leave_title') : t('team.remove_title', { name: member.name })}
        text={member.you ? t('team.leave_text') : t('team.remove_text')}
        label={member.you ? t('team.leave') : t('team.remove')}
        danger
        run={() => ask(api.DELETE('/v1/members/{id}', { params: { path: { id: member.id } } }))}
        done={removed}
      >
        {(open) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={member.you ? t('team.leave') : t('team.remove_one', { name: member.name })}
            onClick={open}
          >
            {member.you ? t('team.leave') : t('team.remove')}
          </Button>
        )}
      </ConfirmAct>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('team.change_one', { name: member.name })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <RoleForm member={member} close={() => setOpened(false)} />
      </Modal>
    </Group>
  );
}

function RoleForm({ member, close }: { member: Member; close: () => void }) {
  const t = useWords('settings');
  const form = useApiForm({
    initial: { role: member.role },
    run: (body) => ask(api.PATCH('/v1/members/{id}', { params: { path: { id: member.id } }, body })),
    done: ({ role }) => {
      notifyDone(t('team.changed', { name: member.name, role: t(`roles.${role}.label`) }));
      close();
    },
  });
  return (
    <form ref={form.ref} onSubmit={form.submit}>
      <Stack>
        <RoleChoices value={form.values.role} onChange={(role) => form.fields.setFieldValue('role', role)} />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('save')}
        </Button>
      </Stack>
    </form>
  );
}
