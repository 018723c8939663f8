import { Button, FileInput, Group, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { ErrorNote, ProgressNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useProgramChoices } from '../names/names.tsx';
import { hrefOf } from '../screens.ts';
import { type PartnerLine, readPartnerLines } from './read-partner-lines.ts';

interface Outcome {
  readonly made: number;
  readonly known: number;
  readonly refused: readonly { readonly line: number; readonly name: string; readonly why: string }[];
}

/** Takes partners in from a CSV file: one after the other, each by itself; doing it again makes nobody twice. */
export default function ImportPartnersScreen() {
  const t = useWords('partners');
  const queries = useQueryClient();
  const programs = useProgramChoices({ open: true });
  const [program, setProgram] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly PartnerLine[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const stop = useRef(false);

  async function read(file: File | null): Promise<void> {
    setOutcome(null);
    setWrong(null);
    setLines(null);
    if (!file) return;
    const found = readPartnerLines(await file.text());
    if ('missing' in found) setWrong(t('import.missing', { column: found.missing }));
    else setLines(found.lines);
  }

  async function run(): Promise<void> {
    stop.current = false;
    setError(null);
    const result = { made: 0, known: 0, refused: [] as { line: number; name: string; why: string }[] };
    try {
      for (const [index, { line, ...fields }] of (lines ?? []).entries()) {
        if (stop.current) break;
        setAt(index);
        try {
          await ask(api.POST('/v1/partners', { body: { ...fields, program_id: program! } }));
          result.made += 1;
        } catch (caught) {
          if (!(caught instanceof ApiProblem)) throw caught;
          if (caught.problem.code === 'already_a_partner') result.known += 1;
          else result.refused.push({ line, name: fields.name || fields.email, why: caught.message });
        }
      }
    } catch (caught) {
      setError(caught);
    }
    setAt(null);
    setOutcome(result);
    void queries.invalidateQueries();
  }

  return (
    <>
      <ScreenHead
        title={t('import.title')}
        text={t('import.text')}
        back={{ to: hrefOf('/partners'), label: t('list.title') }}
      />
      <Stack gap="lg" maw={760}>
        <Section title={t('import.file')} text={t('import.columns')}>
          <Stack gap="sm">
            <FileInput
              label={t('import.choose')}
              accept=".csv,text/csv"
              clearable
              onChange={(file) => void read(file)}
              error={wrong}
            />
            <Select label={t('new.program')} required data={programs} value={program} onChange={setProgram} />
            {lines && <Text size="sm">{t('import.found', { count: lines.length })}</Text>}
            {at !== null ? (
              <ProgressNote
                label={t('import.going')}
                done={at}
                total={lines?.length}
                cancel={() => (stop.current = true)}
              />
            ) : (
              <Group>
                <Button disabled={!lines || lines.length === 0 || program === null} onClick={() => void run()}>
                  {t('import.start')}
                </Button>
              </Group>
            )}
            <ErrorNote error={error} retry={() => void run()} />
          </Stack>
        </Section>
        {outcome && (
          <Section title={t('import.done')}>
            <Facts
              facts={[
                [t('import.made'), outcome.made],
                [t('import.known'), outcome.known],
                [t('import.refused'), outcome.refused.length],
              ]}
            />
            <Stack gap={4} mt="md">
              {outcome.refused.slice(0, 100).map(({ line, name, why }) => (
                <Text size="sm" key={line}>
                  {t('import.line', { line, name, why })}
                </Text>
              ))}
            </Stack>
          </Section>
        )}
      </Stack>
    </>
  );
}
