import { History } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Program } from './program-fields.ts';
import { TermsLine } from './terms-line.tsx';

type Version = Row<'/v1/programs/{id}/terms'>;

/** Every version that the terms ever had: what was earned names the one that priced it. */
export function TermsVersions({ program }: { program: Program }) {
  const t = useWords('programs');
  const columns: Column<Version>[] = [
    {
      key: 'of',
      label: t('versions.of'),
      cell: (row) => row.sku ?? t('versions.default'),
      csv: (row) => row.sku ?? '',
    },
    {
      key: 'version',
      label: t('versions.version'),
      cell: (row) => row.version,
      csv: (row) => row.version,
      align: 'right',
    },
    {
      key: 'terms',
      label: t('products.terms'),
      cell: (row) => <TermsLine terms={row.terms} currency={program.currency} />,
      csv: (row) => JSON.stringify(row.terms),
    },
    { key: 'from', label: t('products.from'), cell: (row) => <Instant at={row.from_at} />, csv: (row) => row.from_at },
  ];
  return (
    <Section title={t('versions.title')} text={t('versions.text')} flush>
      <DataTable
        name="program-terms"
        prefix="versions_"
        label={t('versions.title')}
        columns={columns}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/programs/{id}/terms', { params: { path: { id: program.id }, query } }))}
        empty={<EmptyNote icon={History} title={t('versions.empty')} text={t('versions.empty_text')} />}
      />
    </Section>
  );
}
