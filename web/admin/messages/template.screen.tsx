import { Alert, Badge, Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { SendTest } from './send-test.tsx';
import { TemplateForm } from './template-form.tsx';
import { TemplatePreview } from './template-preview.tsx';
import { faultsIn, useTemplatePreview } from './use-template-preview.ts';

type Template = Row<'/v1/message_templates'>;
const AFTER_TYPING_MS = 500;

/** The words of one kind of message, beside how it looks with what really happened. */
export default function TemplateScreen({ params }: { params: ScreenParams<'/settings/templates/$kind'> }) {
  const t = useWords('messages');
  const { kind } = params;
  const asked = useQuery({
    queryKey: ['template', kind],
    queryFn: () => ask(api.GET('/v1/message_templates/{kind}', { params: { path: { kind } } })),
  });
  const template = asked.data;
  return (
    <>
      <ScreenHead
        title={template ? t(`kinds.${template.kind}.label`) : t('template.title')}
        text={template && t(`kinds.${template.kind}.text`)}
        back={{ to: hrefOf('/settings/templates'), label: t('templates.title') }}
        aside={template && <States template={template} />}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Skeleton height={320} radius="md" />}
      {template && <Editor key={template.kind} template={template} />}
    </>
  );
}

function States({ template }: { template: Template }) {
  const t = useWords('messages');
  return (
    <Group gap="xs">
      {!template.on && <Badge color="gray">{t('template.off')}</Badge>}
      {template.edited && <Badge>{t('templates.edited')}</Badge>}
    </Group>
  );
}

function Editor({ template }: { template: Template }) {
  const t = useWords('messages');
  const [draft, setDraft] = useState({ subject: template.subject, body: template.body });
  const [partner, setPartner] = useState<string | null>(null);
  const [shown] = useDebouncedValue(draft, AFTER_TYPING_MS);
  const preview = useTemplatePreview(template.kind, shown, partner);
  const faults = faultsIn(preview.error);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
      <Stack gap="lg">
        {template.always && <Alert color="gray">{t('template.always')}</Alert>}
        <TemplateForm template={template} faults={faults} onDraft={setDraft} />
      </Stack>
      <Stack gap="lg">
        <TemplatePreview preview={preview} hasFaults={faults !== null} partner={partner} choosePartner={setPartner} />
        <SendTest kind={template.kind} draft={draft} partner={partner} />
      </Stack>
    </SimpleGrid>
  );
}
