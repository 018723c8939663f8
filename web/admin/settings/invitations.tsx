import { Button } from '@mantine/core';
import { MailOpen } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

type Invitation = Row<'/v1/invitations'>;

/** Who was invited and has not come yet. */
export function Invitations() {
  const t = useWords('settings');
  const columns: Column<Invitation>[] = [
    { key: 'email', label: t('team.email'), cell: (row) => row.email, csv: (row) => row.email },
    { key: 'role', label: t('team.role'), cell: (row) => t(`roles.${row.role}.label`), csv: (row) => row.role },
    {
      key: 'status',
      label: t('team.state'),
      cell: (row) => <StatusBadge status={row.status} />,
      csv: (row) => row.status,
    },
    {
      key: 'inviter',
      label: t('team.inviter'),
      cell: (row) => row.inviter_name,
      csv: (row) => row.inviter_name,
      wide: true,
    },
    {
      key: 'expires',
      label: t('team.expires'),
      cell: (row) => <Instant at={row.expires_at} />,
      csv: (row) => row.expires_at,
    },
    { key: 'acts', label: t('team.acts'), cell: (row) => <Revoke row={row} /> },
  ];
  return (
    <Section title={t('team.invitations')} text={t('team.invitations_text')} flush>
      <DataTable
        name="invitations"
        prefix="invitation_"
        label={t('team.invitations')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/invitations', { params: { query } }))}
        empty={<EmptyNote icon={MailOpen} title={t('team.no_invitation')} text={t('team.no_invitation_text')} />}
      />
    </Section>
  );
}

function Revoke({ row }: { row: Invitation }) {
  const t = useWords('settings');
  return (
    <ConfirmAct
      title={t('team.revoke_title', { email: row.email })}
      text={t('team.revoke_text')}
      label={t('team.revoke')}
      danger
      run={() => ask(api.DELETE('/v1/invitations/{id}', { params: { path: { id: row.id } } }))}
      done={() => notifyDone(t('team.revoked', { email: row.email }))}
    >
      {(open) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('team.revoke_one', { email: row.email })}
          onClick={open}
        >
          {t('team.revoke')}
        </Button>
      )}
    </ConfirmAct>
  );
}
