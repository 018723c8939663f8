import { Alert, Button, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount, useMay } from '../frame/me.tsx';
import { hrefOf, type ScreenParams } from '../screens.ts';
import { MessageContent } from './message-content.tsx';
import { MessageFacts } from './message-facts.tsx';

type Message = Row<'/v1/messages'>;

/** One message: what it says, why it was written, and what became of it. */
export default function MessageScreen({ params }: { params: ScreenParams<'/messages/$message_id'> }) {
  const t = useWords('messages');
  const { message_id: id } = params;
  const asked = useQuery({
    queryKey: ['message', id],
    queryFn: () => ask(api.GET('/v1/messages/{id}', { params: { path: { id } } })),
  });
  const message = asked.data;
  return (
    <>
      <ScreenHead
        title={message?.subject ?? t('one.title')}
        text={message && t(`kinds.${message.kind}.label`)}
        back={{ to: hrefOf('/messages'), label: t('list.title') }}
        aside={message && <StatusBadge status={message.state} />}
      >
        {message && <Resend message={message} />}
      </ScreenHead>
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {message && (
        <Stack gap="lg" maw="52rem">
          {message.uncertain && (
            <Alert color="yellow" title={t('one.uncertain')}>
              {t('one.uncertain_text')}
            </Alert>
          )}
          <MessageFacts message={message} />
          <MessageContent message={message} />
        </Stack>
      )}
    </>
  );
}

const again = ['failed', 'captured', 'suppressed'];

function Resend({ message }: { message: Message }) {
  const t = useWords('messages');
  const may = useMay('write');
  const { sandbox } = useAccount();
  if (!may || sandbox || !again.includes(message.state)) return null;
  return (
    <ConfirmAct
      title={t('resend.title')}
      text={t(`resend.text.${message.state}`)}
      label={t('resend.do')}
      run={(_, headers) => ask(api.POST('/v1/messages/{id}/resend', { params: { path: { id: message.id } }, headers }))}
      done={(answer) => notifyDone(t('resend.done', { state: t(`states.${answer.state}.label`) }))}
    >
      {(open) => (
        <Button variant="default" leftSection={<RotateCw size={16} aria-hidden />} onClick={open}>
          {t('resend.do')}
        </Button>
      )}
    </ConfirmAct>
  );
}
