import { Anchor, Button, Progress, Text, ThemeIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, Circle } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { hasScreen } from '../screens.ts';
import classes from './todo.module.css';

type Step = Answer<'/v1/setup_guide'>['steps'][number]['step'];

const screensOf: Readonly<Record<Step, string>> = {
  settings: '/settings',
  program: '/programs/new',
  product: '/programs',
  partner: '/partners/new',
  script: '/settings/tracking',
  first_order: '/test-lab',
};

const LOOKS_EVERY_MS = 10_000;

/** The first hour, step by step; it sees by itself what is done, and goes when everything is or when it is hidden. */
export function SetupGuide() {
  const t = useWords('home');
  const mayChange = useMay('settings');
  const asked = useQuery({
    queryKey: ['setup-guide'],
    queryFn: () => ask(api.GET('/v1/setup_guide')),
    refetchInterval: LOOKS_EVERY_MS,
  });
  const hide = useAct({ run: () => ask(api.PATCH('/v1/settings', { body: { setup_guide: 'hidden' } })) });
  const steps = asked.data?.steps ?? [];
  const done = steps.filter((one) => one.done).length;
  if (!asked.data?.shown || done === steps.length) return null;
  return (
    <Section
      title={t('guide.title')}
      text={t('guide.text', { done, all: steps.length })}
      acts={
        mayChange && (
          <Button size="compact-sm" variant="subtle" loading={hide.busy} onClick={() => void hide.start()}>
            {t('guide.hide')}
          </Button>
        )
      }
    >
      <Progress value={(done * 100) / steps.length} aria-label={t('guide.title')} mb="md" />
      <ErrorNote error={hide.error} />
      <ol className={classes.list}>
        {steps.map(({ step, done: isDone }) => (
          <li key={step} className={classes.entry}>
            <ThemeIcon variant={isDone ? 'filled' : 'light'} color={isDone ? 'teal' : 'gray'} radius="xl" aria-hidden>
              {isDone ? <Check size={16} /> : <Circle size={12} />}
            </ThemeIcon>
            <div>
              {!isDone && hasScreen(screensOf[step]) ? (
                <Anchor component={Link} to={screensOf[step]} fw={560}>
                  {t(`guide.${step}.title`)}
                </Anchor>
              ) : (
                <Text fw={560} c={isDone ? 'dimmed' : undefined}>
                  {t(`guide.${step}.title`)} {isDone && t('guide.done')}
                </Text>
              )}
              <Text size="sm" c="dimmed">
                {t(`guide.${step}.text`)}
              </Text>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
