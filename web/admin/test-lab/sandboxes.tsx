import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { ErrorNote, ProgressNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { switchAccount, useAccount, useIsOwner, useMe } from '../frame/me.tsx';
import { fillWithDemo } from './fill-with-demo.ts';

/** The sandboxes of the person: accounts like any other that send nothing outside, with a clock of their own. */
export function Sandboxes() {
  const t = useWords('test-lab');
  const isOwner = useIsOwner();
  const { accounts } = useMe();
  const current = useAccount();
  const [done, setDone] = useState<number | null>(null);
  const make = useAct({
    run: async (demo: boolean, headers) => {
      const made = await ask(
        api.POST('/v1/sandboxes', { body: { name: t(demo ? 'sandboxes.demo_name' : 'sandboxes.name') }, headers }),
      );
      if (demo) await fillWithDemo(made, setDone);
      return made;
    },
    done: (made) => switchAccount(made.id),
  });
  const boxes = accounts.filter((one) => one.sandbox);
  return (
    <Section title={t('sandboxes.title')} text={t('sandboxes.text')}>
      <Stack gap="sm">
        {boxes.map((one) => (
          <Group key={one.id} justify="space-between">
            <Group gap="xs">
              <Text fw={560}>{one.name}</Text>
              {one.id === current.id && <Badge>{t('sandboxes.here')}</Badge>}
            </Group>
            {one.id !== current.id && (
              <Group gap="xs">
                <Button size="compact-sm" variant="default" onClick={() => switchAccount(one.id)}>
                  {t('sandboxes.open')}
                </Button>
                {one.role === 'owner' && isOwner && (
                  <ConfirmAct
                    title={t('sandboxes.remove_title', { name: one.name })}
                    text={t('sandboxes.remove_text')}
                    label={t('sandboxes.remove')}
                    danger
                    run={() => ask(api.DELETE('/v1/sandboxes/{id}', { params: { path: { id: one.id } } }))}
                    done={() => notifyDone(t('sandboxes.removed', { name: one.name }))}
                  >
                    {(open) => (
                      <Button size="compact-sm" variant="default" onClick={open}>
                        {t('sandboxes.remove')}
                      </Button>
                    )}
                  </ConfirmAct>
                )}
              </Group>
            )}
          </Group>
        ))}
        {boxes.length === 0 && <Text c="dimmed">{t('sandboxes.none')}</Text>}
        {isOwner && (
          <Group>
            <Button variant="default" disabled={make.busy} onClick={() => void make.start(false)}>
              {t('sandboxes.make')}
            </Button>
            <Button variant="default" disabled={make.busy} onClick={() => void make.start(true)}>
              {t('sandboxes.make_demo')}
            </Button>
          </Group>
        )}
        {make.busy && (
          <ProgressNote label={t('sandboxes.making')} done={done ?? 0} {...(done === null ? {} : { total: 100 })} />
        )}
        <ErrorNote error={make.error} />
      </Stack>
    </Section>
  );
}
