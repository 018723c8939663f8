import { Badge, Button, Group, Modal, Stack } from '@mantine/core';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useIsOwner } from '../frame/me.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { MemberActs } from './member-acts.tsx';
import { AreaHead } from './settings-parts.tsx';

type Member = Row<'/v1/members'>;

/** Who works in the account, as what, and who is invited. */
export default function TeamScreen() {
  const t = useWords('settings');
  const isOwner = useIsOwner();
  const [opened, setOpened] = useState(false);
  const invite = isOwner && (
    <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setOpened(true)}>
      {t('team.invite')}
    </Button>
  );
  return (
    <>
      <AreaHead title={t('areas.team.title')} text={isOwner ? t('team.text') : t('team.text_others')}>
        {invite}
      </AreaHead>
      <Stack gap="lg">
        <Section title={t('team.members')} flush>
          <DataTable
            name="members"
            label={t('team.members')}
            columns={useColumns(isOwner)}
            rowKey={(row) => row.id}
            load={() => ask(api.GET('/v1/members'))}
            empty={<EmptyNote icon={Users} title={t('team.nobody')} text={t('team.text')} />}
          />
        </Section>
        {isOwner && <Invitations />}
      </Stack>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('team.invite')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Invite close={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function useColumns(isOwner: boolean): Column<Member>[] {
  const t = useWords('settings');
  return [
    {
      key: 'name',
      label: t('team.name'),
      cell: (row) => (
        <Group gap="xs">
          {row.name}
          {row.you && <Badge color="gray">{t('team.you')}</Badge>}
        </Group>
      ),
      csv: (row) => row.name,
    },
    { key: 'email', label: t('team.email'), cell: (row) => row.email, csv: (row) => row.email },
    { key: 'role', label: t('team.role'), cell: (row) => t(`roles.${row.role}.label`), csv: (row) => row.role },
    {
      key: 'two_factor',
      label: t('team.two_factor'),
      cell: (row) => (row.two_factor ? t('team.on') : t('team.off')),
      csv: (row) => String(row.two_factor),
    },
    {
      key: 'joined',
      label: t('team.joined'),
      cell: (row) => <Instant at={row.joined_at} to="day" />,
      csv: (row) => row.joined_at,
      wide: true,
    },
    ...(isOwner ? [{ key: 'acts', label: t('team.acts'), cell: (row: Member) => <MemberActs member={row} /> }] : []),
  ];
}
