import { Anchor, Badge, Group, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hrefOf } from '../screens.ts';
import { kinds } from './kinds.ts';
import classes from './messages.module.css';

type Template = Row<'/v1/message_templates'>;
const receivers = ['partner', 'owner', 'person'] as const;

/** Every kind of message, whether it is sent, and the way to its words. */
export default function TemplatesScreen() {
  const t = useWords('messages');
  const asked = useQuery({ queryKey: ['templates'], queryFn: () => ask(api.GET('/v1/message_templates')) });
  const place = (one: Template): number => kinds.indexOf(one.kind);
  const all = [...(asked.data?.data ?? [])].sort((a, b) => place(a) - place(b));
  return (
    <>
      <ScreenHead
        title={t('templates.title')}
        text={t('templates.text')}
        back={{ to: hrefOf('/settings'), label: t('templates.settings') }}
      />
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Skeleton height={320} radius="md" />}
      {asked.data && (
        <Stack gap="lg" maw="52rem">
          {receivers.map((to) => (
            <Section key={to} title={t(`templates.to.${to}.title`)} text={t(`templates.to.${to}.text`)}>
              <ul className={classes.list}>
                {all
                  .filter((one) => one.to === to)
                  .map((one) => (
                    <Line key={one.kind} template={one} />
                  ))}
              </ul>
            </Section>
          ))}
        </Stack>
      )}
    </>
  );
}

function Line({ template: { kind, always, on, edited } }: { template: Template }) {
  const t = useWords('messages');
  const may = useMay('settings');
  const turn = useAct({
    run: (wanted: boolean) =>
      ask(api.PATCH('/v1/message_templates/{kind}', { params: { path: { kind } }, body: { on: wanted } })),
    done: (answer) => notifyDone(answer.on ? t('templates.now_on') : t('templates.now_off')),
    failed: (error) => {
      notifyFailed(error);
      return true;
    },
  });
  const name = t(`kinds.${kind}.label`);
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="md">
      <div>
        <Group gap="xs">
          <Anchor component={Link} to={hrefOf('/settings/templates/$kind', { kind })} fw={560}>
            {name}
          </Anchor>
          {edited && <Badge>{t('templates.edited')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t(`kinds.${kind}.text`)}
        </Text>
      </div>
      {always ? (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t('templates.always')}
        </Text>
      ) : (
        <Switch
          aria-label={t('templates.send', { name })}
          checked={on}
          disabled={!may || turn.busy}
          onChange={(event) => void turn.start(event.currentTarget.checked)}
        />
      )}
    </Group>
  );
}
