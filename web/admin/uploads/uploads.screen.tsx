import { Anchor, Button, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Files, Trash2 } from 'lucide-react';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { pathOf, type Upload, UploadShown } from './upload-field.tsx';
import { sizeText } from './use-upload.ts';

const kinds = ['picture', 'file'] as const;

/** The pictures and files of the account, and how much room they take. */
export default function UploadsScreen() {
  const t = useWords('uploads');
  const mayWrite = useMay('write');
  const columns: Column<Upload>[] = [
    { key: 'name', label: t('list.name'), cell: (row) => <UploadShown upload={row} />, csv: (row) => row.name },
    { key: 'type', label: t('list.type'), cell: (row) => row.type, csv: (row) => row.type, wide: true },
    {
      key: 'address',
      label: t('list.address'),
      cell: (row) => (
        <Anchor href={pathOf(row.url)} target="_blank" rel="noreferrer" size="sm">
          {t('list.open')}
        </Anchor>
      ),
      csv: (row) => row.url,
    },
    { key: 'used', label: t('list.used'), cell: (row) => (row.in_use ? t('list.in_use') : t('list.not_in_use')) },
    {
      key: 'at',
      label: t('list.at'),
      cell: (row) => <Instant at={row.created_at} to="day" />,
      csv: (row) => row.created_at,
      wide: true,
    },
    ...(mayWrite ? [{ key: 'acts', label: t('list.acts'), cell: (row: Upload) => <Remove upload={row} /> }] : []),
  ];
  return (
    <>
      <ScreenHead
        title={t('list.title')}
        text={t('list.text')}
        back={{ to: hrefOf('/promo-tools'), label: t('list.back') }}
      />
      <Stack gap="lg">
        <Room />
        <DataTable
          name="uploads"
          label={t('list.title')}
          columns={columns}
          rowKey={(row) => row.id}
          load={(query) => ask(api.GET('/v1/uploads', { params: { query } }))}
          filters={[
            {
              name: 'kind',
              label: t('list.kind'),
              kind: 'choice',
              options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
            },
          ]}
          empty={<EmptyNote icon={Files} title={t('list.empty')} text={t('list.empty_text')} />}
        />
      </Stack>
    </>
  );
}

function Room() {
  const t = useWords('uploads');
  const asked = useQuery({ queryKey: ['uploads', 'usage'], queryFn: () => ask(api.GET('/v1/uploads/usage')) });
  const { data } = asked;
  if (!data) return <ErrorNote error={asked.error} retry={() => void asked.refetch()} />;
  const text = t('room.text', { used: sizeText(data.used), allowed: sizeText(data.allowed) });
  return (
    <Section title={t('room.title')}>
      <Stack gap={6}>
        <Text size="sm">{text}</Text>
        <Progress value={Math.min(100, (data.used * 100) / data.allowed)} aria-label={t('room.title')} />
      </Stack>
    </Section>
  );
}

/** What is shown somewhere stays: the button says so instead of failing. */
function Remove({ upload }: { upload: Upload }) {
  const t = useWords('uploads');
  if (upload.in_use) return null;
  return (
    <ConfirmAct
      title={t('remove.title', { name: upload.name })}
      text={t('remove.text')}
      label={t('remove.label')}
      danger
      run={() => ask(api.DELETE('/v1/uploads/{id}', { params: { path: { id: upload.id } } }))}
      done={() => notifyDone(t('remove.done'))}
    >
      {(open) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Trash2 size={14} aria-hidden />}
          onClick={open}
          aria-label={t('remove.one', { name: upload.name })}
        >
          {t('remove.label')}
        </Button>
      )}
    </ConfirmAct>
  );
}
