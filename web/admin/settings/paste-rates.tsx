import { Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { readRateLines } from './read-rate-lines.ts';

const SHOWN = 10;
/** As many as one request takes. */
const AT_ONCE = 5000;
const EXAMPLE = '2026-01-02, EUR, USD, 1.0837';

/** Many rates at once, from a spreadsheet or a bank. */
export function PasteRates() {
  const t = useWords('settings');
  const [text, setText] = useState('');
  const { rates, wrong } = readRateLines(text);
  const send = useAct({
    run: async (lines: typeof rates) => {
      for (let at = 0; at < lines.length; at += AT_ONCE) {
        const part = lines.slice(at, at + AT_ONCE).map((line) => ({ ...line, source: 'pasted' }));
        await ask(api.PUT('/v1/exchange_rates', { body: { rates: part } }));
      }
    },
    done: (_, lines) => {
      notifyDone(t('rates.added', { count: lines.length }));
      setText('');
    },
  });
  return (
    <Section title={t('rates.paste')} text={t('rates.paste_text')}>
      <Stack>
        <Textarea
          label={t('rates.lines')}
          description={t('rates.lines_text')}
          placeholder={EXAMPLE}
          autosize
          minRows={3}
          maxRows={14}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={text}
          error={wrong.length > 0 && t('rates.wrong', { count: wrong.length })}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {wrong.length > 0 && (
          <List size="sm">
            {wrong.slice(0, SHOWN).map(({ line, fault }) => (
              <List.Item key={line}>
                {t('rates.line', { line })} {t(`rates.fault.${fault}`)}
              </List.Item>
            ))}
          </List>
        )}
        <ErrorNote error={send.error} />
        <Group>
          <Button
            variant="default"
            loading={send.busy}
            disabled={rates.length === 0 || wrong.length > 0}
            onClick={() => void send.start(rates)}
          >
            {t('rates.add_many', { count: rates.length })}
          </Button>
          {rates.length > 0 && wrong.length > 0 && <Text size="sm">{t('rates.none_yet')}</Text>}
        </Group>
      </Stack>
    </Section>
  );
}
