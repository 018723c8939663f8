import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { Package, Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Row } from '../../api/types.ts';
import { ConfirmAct } from '../../ui/confirm-act.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Instant } from '../../ui/format.tsx';
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table-types.ts';
import { useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import type { Program } from './program-fields.ts';
import { TermsFields } from './terms-fields.tsx';
import { TermsLine } from './terms-line.tsx';
import { emptyDraft, type TermsDraft, toDraft, toTerms } from './terms-types.ts';

type Product = Row<'/v1/programs/{id}/products'>;

/** The products that are in a program with terms of their own. */
export function Products({ program, editable }: { program: Program; editable: boolean }) {
  const t = useWords('programs');
  const [open, setOpen] = useState<Product | 'new' | null>(null);
  const path = { id: program.id };
  const columns: Column<Product>[] = [
    { key: 'sku', label: t('products.sku'), cell: (row) => row.sku, csv: (row) => row.sku },
    {
      key: 'terms',
      label: t('products.terms'),
      cell: (row) => <TermsLine terms={row.terms} currency={program.currency} />,
      csv: (row) => JSON.stringify(row.terms),
    },
    {
      key: 'from',
      label: t('products.from'),
      cell: (row) => <Instant at={row.from_at} to="day" />,
      csv: (row) => row.from_at,
      wide: true,
    },
    ...(editable
      ? [
          {
            key: 'acts',
            label: t('products.acts'),
            cell: (row: Product) => <ProductActs row={row} program={program} edit={() => setOpen(row)} />,
          },
        ]
      : []),
  ];
  const add = editable && (
    <Button size="sm" variant="light" leftSection={<Plus size={15} aria-hidden />} onClick={() => setOpen('new')}>
      {t('products.add')}
    </Button>
  );
  return (
    <Section
      title={t('products.title')}
      text={t(program.default_terms ? 'products.text_default' : 'products.text')}
      acts={add}
      flush
    >
      <DataTable
        name="products"
        prefix="products_"
        label={t('products.title')}
        columns={columns}
        rowKey={(row) => row.sku}
        load={(query) => ask(api.GET('/v1/programs/{id}/products', { params: { path, query } }))}
        empty={
          <EmptyNote icon={Package} title={t('products.empty')} text={t('products.empty_text')}>
            {add}
          </EmptyNote>
        }
      />
      <Modal
        opened={open !== null}
        onClose={() => setOpen(null)}
        title={open === 'new' ? t('products.add') : t('products.change', { sku: open?.sku ?? '' })}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {open !== null && (
          <ProductForm program={program} product={open === 'new' ? null : open} close={() => setOpen(null)} />
        )}
      </Modal>
    </Section>
  );
}

function ProductActs({ row, program, edit }: { row: Product; program: Program; edit: () => void }) {
  const t = useWords('programs');
  return (
    <Button.Group>
      <Button size="compact-sm" variant="default" onClick={edit} aria-label={t('products.change', { sku: row.sku })}>
        {t('products.edit')}
      </Button>
      <ConfirmAct
        title={t('products.remove_title', { sku: row.sku })}
        text={t(program.default_terms ? 'products.remove_text_default' : 'products.remove_text')}
        label={t('products.remove')}
        danger
        run={() =>
          ask(api.DELETE('/v1/programs/{id}/products/{sku}', { params: { path: { id: program.id, sku: row.sku } } }))
        }
        done={() => notifyDone(t('products.removed', { sku: row.sku }))}
      >
        {(open) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={open}
            aria-label={t('products.remove_of', { sku: row.sku })}
          >
            {t('products.remove')}
          </Button>
        )}
      </ConfirmAct>
    </Button.Group>
  );
}

interface ProductFormProps {
  readonly program: Program;
  readonly product: Product | null;
  readonly close: () => void;
}

function ProductForm({ program, product, close }: ProductFormProps) {
  const t = useWords('programs');
  const form = useApiForm({
    initial: { sku: product?.sku ?? '', terms: product ? toDraft(product.terms) : (emptyDraft as TermsDraft) },
    check: { sku: (value) => (value.trim() === '' ? t('products.sku_missing') : null) },
    run: ({ sku, terms }) =>
      ask(
        api.PUT('/v1/programs/{id}/products/{sku}', {
          params: { path: { id: program.id, sku: sku.trim() } },
          body: toTerms(terms)!,
        }),
      ),
    done: (_, { sku }) => {
      notifyDone(t('products.saved', { sku }));
      close();
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Stack>
        <TextInput
          label={t('products.sku')}
          description={t('products.sku_text')}
          required
          maxLength={200}
          readOnly={product !== null}
          data-autofocus={product === null || undefined}
          {...form.field('sku')}
        />
        <TermsFields
          value={form.values.terms}
          onChange={(value) => form.fields.setFieldValue('terms', value)}
          currency={program.currency}
          tiers={program.tiers}
        />
        <ErrorNote error={form.error} />
        <Button type="submit" loading={form.busy}>
          {t('products.save')}
        </Button>
      </Stack>
    </form>
  );
}
