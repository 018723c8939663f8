import { Button, Table } from '@mantine/core';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Figure, Figures, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { csvLine, saveFile } from '../../ui/write-csv.ts';
import type { Imported } from './import-coupons.screen.tsx';

const AT_ONCE = 100;

/** What became of each line; those that were left out stand first. */
export function ImportResult({ result }: { result: Imported }) {
  const t = useWords('coupons');
  const [most, setMost] = useState(AT_ONCE);
  const isOut = (row: Imported['rows'][number]): boolean => row.result !== 'made' && row.result !== 'already_there';
  const rows = [...result.rows].sort((one, other) => Number(isOut(other)) - Number(isOut(one)) || one.row - other.row);
  const save = (): void => {
    const head = [t('result.row'), t('field.code'), t('result.result'), t('result.detail')];
    const lines = rows.map((row) => [row.row, row.code, t(`result.${row.result}`), row.detail]);
    saveFile('coupons.csv', [head, ...lines].map(csvLine), 'text/csv');
  };
  return (
    <Section
      title={t('result.title')}
      acts={
        <Button size="sm" variant="default" leftSection={<Download size={15} aria-hidden />} onClick={save}>
          {t('result.file')}
        </Button>
      }
    >
      <Figures>
        <Figure label={t('result.made')} value={result.made} />
        <Figure label={t('result.already_there')} value={result.rows.length - result.made - result.left_out} />
        <Figure label={t('result.left_out')} value={result.left_out} />
      </Figures>
      <Table.ScrollContainer minWidth={480} mt="md">
        <Table aria-label={t('result.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('result.row')}</Table.Th>
              <Table.Th>{t('field.code')}</Table.Th>
              <Table.Th>{t('result.result')}</Table.Th>
              <Table.Th>{t('result.detail')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, most).map((row) => (
              <Table.Tr key={row.row}>
                <Table.Td>{row.row}</Table.Td>
                <Table.Td translate="no">{row.code}</Table.Td>
                <Table.Td>{t(`result.${row.result}`)}</Table.Td>
                <Table.Td>{row.detail}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {rows.length > most && (
        <Button mt="sm" variant="default" onClick={() => setMost(most + AT_ONCE)}>
          {t('result.more')}
        </Button>
      )}
    </Section>
  );
}
