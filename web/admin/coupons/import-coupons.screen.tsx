import { Button, Code, FileInput, Group, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { ImportResult } from './import-result.tsx';

export type Imported = Answer<'/v1/coupons/import', 'post'>;

const EXAMPLE = 'code,partner,starts_at,ends_at,max_uses\nSUMMER10,maria@example.com,2026-06-01,2026-08-31,100';

/** Makes many coupons from a list. What cannot be made is told line by line, and costs no other. */
export default function ImportCouponsScreen() {
  const t = useWords('coupons');
  const [result, setResult] = useState<Imported | null>(null);
  return (
    <>
      <ScreenHead
        title={t('import.title')}
        text={t('import.text')}
        back={{ to: hrefOf('/coupons'), label: t('list.title') }}
      />
      <Stack gap="lg" maw={860}>
        <Section title={t('import.list')} text={t('import.columns')}>
          <ImportForm setResult={setResult} />
        </Section>
        {result && <ImportResult result={result} />}
      </Stack>
    </>
  );
}

function ImportForm({ setResult }: { setResult: (result: Imported | null) => void }) {
  const t = useWords('coupons');
  const sets = useQuery({
    queryKey: ['promo-tools', 'sets'],
    queryFn: () => ask(api.GET('/v1/promo_tools', { params: { query: { kind: 'coupon_set', limit: '100' } } })),
  });
  const form = useApiForm({
    initial: { csv: '', promo_tool_id: null as string | null },
    check: { csv: (value) => (value.trim() === '' ? t('import.missing') : null) },
    run: (body, headers) => ask(api.POST('/v1/coupons/import', { body, headers })),
    done: setResult,
  });
  async function read(file: File | null): Promise<void> {
    setResult(null);
    if (file) form.fields.setFieldValue('csv', await file.text());
  }
  const choices = (sets.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack gap="sm">
        <Code block tabIndex={0} aria-label={t('import.example')}>
          {EXAMPLE}
        </Code>
        <FileInput
          label={t('import.choose')}
          accept=".csv,text/csv,text/plain"
          clearable
          clearButtonProps={{ 'aria-label': t('import.clear') }}
          onChange={(file) => void read(file)}
        />
        <Textarea
          label={t('import.lines')}
          description={t('import.lines_text')}
          required
          autosize
          minRows={6}
          maxRows={16}
          spellCheck={false}
          {...form.field('csv')}
        />
        <Select
          label={t('import.set')}
          description={t('import.set_text')}
          data={choices}
          clearable
          clearButtonProps={{ 'aria-label': t('import.no_set') }}
          {...form.field('promo_tool_id')}
        />
        <ErrorNote error={form.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={form.busy}>
            {t('import.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
