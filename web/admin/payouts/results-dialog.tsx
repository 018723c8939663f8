import { Button, FileInput, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote, ProgressNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { type ResultLine, readResultLines } from './read-result-lines.ts';

const AT_ONCE = 200;

interface ResultsDialogProps {
  readonly run: Answer<'/v1/payout_runs/{id}'>;
  readonly opened: boolean;
  readonly close: () => void;
}

/** Takes in what the rail's own file says of many payouts. */
export function ResultsDialog({ run, opened, close }: ResultsDialogProps) {
  const t = useWords('payouts');
  const queries = useQueryClient();
  const [lines, setLines] = useState<readonly ResultLine[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const ours = new Set(run.payouts.map((one) => one.id));

  async function read(file: File | null): Promise<void> {
    setRefused([]);
    setWrong(null);
    setLines([]);
    if (!file) return;
    const found = readResultLines(await file.text(), ours);
    if (found.length === 0) setWrong(t('results.none_found'));
    setLines(found);
  }

  async function send(): Promise<void> {
    setError(null);
    const problems: string[] = [];
    try {
      for (let from = 0; from < lines.length; from += AT_ONCE) {
        setAt(from);
        const results = lines.slice(from, from + AT_ONCE);
        const path = { id: run.id };
        const { data } = await ask(
          api.POST('/v1/payout_runs/{id}/results', { params: { path }, body: { results: [...results] } }),
        );
        problems.push(...data.filter((one) => one.refused !== null).map((one) => `${one.payout_id}: ${one.refused}`));
      }
      notifyDone(t('results.done', { count: lines.length - problems.length }));
      if (problems.length === 0) close();
    } catch (caught) {
      setError(caught);
    }
    setAt(null);
    setRefused(problems);
    void queries.invalidateQueries();
  }

  return (
    <Modal opened={opened} onClose={close} title={t('results.label')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text size="sm">{t('results.text')}</Text>
        <FileInput
          label={t('results.file')}
          accept=".csv,text/csv"
          clearable
          onChange={(file) => void read(file)}
          error={wrong}
        />
        {lines.length > 0 && <Text size="sm">{t('results.found', { count: lines.length })}</Text>}
        {at !== null && <ProgressNote label={t('results.going')} done={at} total={lines.length} />}
        <ErrorNote error={error} />
        {refused.slice(0, 50).map((text) => (
          <Text size="sm" c="red" key={text}>
            {text}
          </Text>
        ))}
        <Button disabled={lines.length === 0 || at !== null} onClick={() => void send()}>
          {t('results.do')}
        </Button>
      </Stack>
    </Modal>
  );
}
