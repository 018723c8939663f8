import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useMay } from '../frame/me.tsx';
import { AuthorName, usePrograms } from '../names/names.tsx';
import { TermsFields } from '../programs/terms-fields.tsx';
import { TermsLine } from '../programs/terms-line.tsx';
import { emptyDraft, toDraft, toTerms } from '../programs/terms-types.ts';
import type { PartnerDetail } from './use-partner.ts';

type Version = Row<'/v1/partners/{id}/terms'>;

/** A partner's own terms, which beat the program's for products that the program pays for. */
export default function TermsTab({ partner }: { partner: PartnerDetail }) {
  const t = useWords('partners');
  const path = { id: partner.id };
  const program = usePrograms().find((one) => one.id === partner.program_id);
  const currency = program?.currency ?? 'USD';
  const newest = useQuery({
    queryKey: ['partner', partner.id, 'terms'],
    queryFn: () => ask(api.GET('/v1/partners/{id}/terms', { params: { path, query: { limit: '1' } } })),
  });
  const present = newest.data?.data[0]?.terms ?? null;
  const mayWrite = useMay('write');
  return (
    <Stack gap="lg">
      <ErrorNote error={newest.error} retry={() => void newest.refetch()} />
      {mayWrite && newest.data && (
        <TermsForm
          key={JSON.stringify(present)}
          partner={partner}
          present={present}
          currency={currency}
          tiers={program?.tiers ?? 1}
        />
      )}
      <DataTable
        name="partner-terms"
        label={t('terms.versions')}
        columns={[
          { key: 'version', label: t('terms.version'), cell: (row: Version) => row.version, csv: (row) => row.version },
          {
            key: 'terms',
            label: t('terms.pays'),
            cell: (row) => (row.terms ? <TermsLine terms={row.terms} currency={currency} /> : t('terms.none')),
            csv: (row) => JSON.stringify(row.terms),
          },
          {
            key: 'from',
            label: t('terms.from'),
            cell: (row) => <Instant at={row.from_at} />,
            csv: (row) => row.from_at,
          },
          {
            key: 'author',
            label: t('terms.author'),
            cell: (row) => <AuthorName author={row.author} />,
            csv: (row) => row.author,
          },
        ]}
        rowKey={(row) => row.id}
        load={(query) => ask(api.GET('/v1/partners/{id}/terms', { params: { path, query } }))}
        empty={<EmptyNote icon={History} title={t('terms.empty')} text={t('terms.empty_text')} />}
      />
    </Stack>
  );
}

interface TermsFormProps {
  readonly partner: PartnerDetail;
  readonly present: Version['terms'];
  readonly currency: string;
  readonly tiers: number;
}

function TermsForm({ partner, present, currency, tiers }: TermsFormProps) {
  const t = useWords('partners');
  const path = { id: partner.id };
  const form = useApiForm({
    initial: { terms: present ? toDraft(present) : emptyDraft },
    run: ({ terms }) => ask(api.PUT('/v1/partners/{id}/terms', { params: { path }, body: toTerms(terms)! })),
    done: () => notifyDone(t('terms.saved')),
  });
  return (
    <Section title={t('terms.title')} text={t(present ? 'terms.text_own' : 'terms.text')}>
      <form onSubmit={form.submit} ref={form.ref} noValidate>
        <Stack maw={620}>
          <TermsFields
            value={form.values.terms}
            onChange={(value) => form.fields.setFieldValue('terms', value)}
            currency={currency}
            tiers={tiers}
          />
          <ErrorNote error={form.error} />
          <Group>
            <Button type="submit" loading={form.busy}>
              {t('terms.save')}
            </Button>
            {present && (
              <ConfirmAct
                title={t('terms.end_title')}
                text={t('terms.end_text')}
                label={t('terms.end')}
                danger
                run={() => ask(api.DELETE('/v1/partners/{id}/terms', { params: { path } }))}
                done={() => notifyDone(t('terms.ended'))}
              >
                {(open) => (
                  <Button variant="default" onClick={open}>
                    {t('terms.end')}
                  </Button>
                )}
              </ConfirmAct>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
