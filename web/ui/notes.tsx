import { Alert, Button, EmptyState, Group, Progress, Stack, Text } from '@mantine/core';
import { CircleAlert, type LucideIcon, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiProblem, LostConnection } from '../api/problem.ts';
import { useWords } from './words.ts';

/** What went wrong, in plain words, with the request id for whoever helps; and a way to try again. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords('ui');
  if (!error) return null;
  const lost = error instanceof LostConnection;
  const problem = error instanceof ApiProblem ? error.problem : null;
  const Icon = lost ? WifiOff : CircleAlert;
  return (
    <Alert
      role="alert"
      color="red"
      icon={<Icon size={18} aria-hidden />}
      title={lost ? t('error.lost_title') : t('error.title')}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{lost ? t('error.lost') : (problem?.detail ?? t('error.unknown'))}</Text>
        {problem?.request_id && (
          <Text size="xs" c="dimmed">
            {t('error.request_id')} <code>{problem.request_id}</code>
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('error.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface EmptyNoteProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What the page will hold, and what to do first. */
  readonly text: string;
  /** The next step: a button or link. */
  readonly children?: ReactNode;
}

/** An empty page, which teaches the next step. */
export function EmptyNote({ icon: Icon, title, text, children }: EmptyNoteProps) {
  return (
    <EmptyState
      py={56}
      px="md"
      variant="light"
      icon={<Icon size={26} strokeWidth={1.6} aria-hidden />}
      title={title}
      description={text}
      data-empty=""
    >
      {children && (
        <Group justify="center" mt="md">
          {children}
        </Group>
      )}
    </EmptyState>
  );
}

interface ProgressNoteProps {
  /** What is going on: "Reading rows". */
  readonly label: string;
  readonly done: number;
  /** Unknown: the bar only moves. */
  readonly total?: number | undefined;
  readonly cancel?: () => void;
}

/** Long work, as it goes on. */
export function ProgressNote({ label, done, total, cancel }: ProgressNoteProps) {
  const t = useWords('ui');
  const percent = total ? Math.min(100, (done * 100) / total) : 100;
  return (
    <Stack gap={6} role="status">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{label}</Text>
        {cancel && (
          <Button size="compact-xs" variant="subtle" onClick={cancel}>
            {t('act.cancel')}
          </Button>
        )}
      </Group>
      <Progress value={percent} animated={total === undefined} aria-label={label} />
    </Stack>
  );
}
