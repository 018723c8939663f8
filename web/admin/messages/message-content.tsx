import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer, Row } from '../../api/types.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { MailFrame } from './mail-frame.tsx';
import classes from './messages.module.css';

type Content = Answer<'/v1/messages/{id}/content'>;

/** What it says; and on request as mail programs show it, with links that let their reader in, which lists leave out. */
export function MessageContent({ message }: { message: Row<'/v1/messages'> }) {
  const t = useWords('messages');
  const may = useMay('settings');
  const [content, setContent] = useState<Content | null>(null);
  const show = useAct({
    run: (id: string) => ask(api.GET('/v1/messages/{id}/content', { params: { path: { id } } })),
    done: setContent,
  });
  const links = content?.links ?? message.links;
  return (
    <>
      <Section
        title={t('one.text')}
        acts={
          may &&
          content === null && (
            <Button size="xs" variant="default" loading={show.busy} onClick={() => void show.start(message.id)}>
              {t('one.show')}
            </Button>
          )
        }
      >
        <Stack>
          <ErrorNote error={show.error} />
          {content?.html ? (
            <MailFrame title={t('one.frame')} html={content.html} />
          ) : (
            <pre className={classes.text}>{message.text}</pre>
          )}
        </Stack>
      </Section>
      <Section title={t('one.links')} text={t('one.links_text')}>
        <Stack gap="sm">
          {links.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('one.no_links')}
            </Text>
          )}
          {links.map((link, at) => (
            <CopyField key={link} label={t('one.link', { number: at + 1 })} value={link} />
          ))}
        </Stack>
      </Section>
    </>
  );
}
