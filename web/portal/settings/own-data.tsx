import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { saveFrom, useCenter } from '../center.ts';

/** Everything that is kept about the partner, in one file. */
export function OwnData() {
  const t = useWords('settings');
  const center = useCenter();
  const save = useAct({ run: () => saveFrom(center, '/v1/center/me/export', 'my-data.json', 'application/json') });
  return (
    <Section title={t('data.title')} text={t('data.text')}>
      <Button
        variant="default"
        leftSection={<Download size={15} aria-hidden />}
        loading={save.busy}
        onClick={() => void save.start()}
      >
        {t('data.do')}
      </Button>
      <ErrorNote error={save.error} />
    </Section>
  );
}
