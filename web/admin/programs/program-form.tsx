import { Button, Checkbox, Grid, Group, NumberInput, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import type { ActHeaders } from '../../ui/use-act.ts';
import { type ApiForm, useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { ExampleSale } from './example-sale.tsx';
import type { Program, ProgramDraft } from './program-fields.ts';
import { TermsFields } from './terms-fields.tsx';

interface ProgramFormProps {
  readonly initial: ProgramDraft;
  readonly label: string;
  /** Where giving up leads. */
  readonly back: string;
  /** A program keeps its currency: what was earned is in it. */
  readonly keepsCurrency: boolean;
  readonly run: (draft: ProgramDraft, headers: ActHeaders) => Promise<Program>;
  readonly done: (program: Program) => void;
}

/** Makes or changes a program; beside it, live, what a sale would pay. */
export function ProgramForm({ initial, label, back, keepsCurrency, run, done }: ProgramFormProps) {
  const t = useWords('programs');
  const form = useApiForm<ProgramDraft, Program>({
    initial,
    check: { name: (value) => (value.trim() === '' ? t('form.name_missing') : null) },
    run,
    done,
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            <Basics form={form} keepsCurrency={keepsCurrency} />
            <Section title={t('form.terms')} text={t('form.terms_text')}>
              <TermsFields
                value={form.values.default_terms}
                onChange={(value) => form.fields.setFieldValue('default_terms', value)}
                currency={form.values.currency}
                tiers={Number(form.values.tiers)}
                error={form.fields.errors['default_terms'] as string | undefined}
                optional
              />
            </Section>
            <Windows form={form} />
            <Decisions form={form} />
            <ErrorNote error={form.error} />
            <Group justify="flex-end">
              <Button component={Link} to={back} variant="default">
                {t('form.cancel')}
              </Button>
              <Button type="submit" loading={form.busy}>
                {label}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <ExampleSale draft={form.values} />
        </Grid.Col>
      </Grid>
    </form>
  );
}

function Basics({ form, keepsCurrency }: { form: ApiForm<ProgramDraft>; keepsCurrency: boolean }) {
  const t = useWords('programs');
  return (
    <Section title={t('form.basics')}>
      <Stack gap="sm">
        <TextInput label={t('form.name')} required maxLength={200} data-autofocus {...form.field('name')} />
        <TextInput
          label={t('form.default_url')}
          description={t('form.default_url_text')}
          required
          type="url"
          placeholder="https://"
          {...form.field('default_url')}
        />
        <TextInput
          label={t('form.currency')}
          description={keepsCurrency ? t('form.currency_kept') : t('form.currency_text')}
          readOnly={keepsCurrency}
          maxLength={3}
          w={180}
          {...form.field('currency')}
          onChange={(event) => form.fields.setFieldValue('currency', event.currentTarget.value.toUpperCase())}
        />
        <Radio.Group label={t('form.tiers')} {...form.field('tiers')}>
          <Stack gap={6} mt={6}>
            <Radio value="1" label={t('form.tiers_1')} />
            <Radio value="2" label={t('form.tiers_2')} />
          </Stack>
        </Radio.Group>
        {form.values.tiers === '2' && (
          <Radio.Group label={t('form.tier2_base')} {...form.field('tier2_base')}>
            <Stack gap={6} mt={6}>
              <Radio value="sale" label={t('form.tier2_base_sale')} />
              <Radio value="commission" label={t('form.tier2_base_commission')} />
            </Stack>
          </Radio.Group>
        )}
      </Stack>
    </Section>
  );
}

function Windows({ form }: { form: ApiForm<ProgramDraft> }) {
  const t = useWords('programs');
  const days = { min: 0, max: 3650, allowDecimal: false, suffix: ` ${t('form.days')}` };
  return (
    <Section title={t('form.windows')} text={t('form.windows_text')}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <NumberInput
          label={t('form.click_window')}
          description={t('form.click_window_text')}
          {...days}
          {...form.field('click_window_days')}
        />
        <NumberInput
          label={t('form.lead_window')}
          description={t('form.lead_window_text')}
          placeholder={t('form.for_good')}
          {...days}
          {...form.field('lead_window_days')}
        />
        <NumberInput label={t('form.hold')} description={t('form.hold_text')} {...days} {...form.field('hold_days')} />
      </SimpleGrid>
    </Section>
  );
}

function Decisions({ form }: { form: ApiForm<ProgramDraft> }) {
  const t = useWords('programs');
  return (
    <Section title={t('form.decisions')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {(['approval', 'commission_approval'] as const).map((name) => (
          <Radio.Group key={name} label={t(`form.${name}`)} {...form.field(name)}>
            <Stack gap={6} mt={6}>
              <Radio value="manual" label={t('form.manual')} />
              <Radio value="automatic" label={t('form.automatic')} />
            </Stack>
          </Radio.Group>
        ))}
        <Checkbox label={t('form.include_tax')} {...form.fields.getInputProps('include_tax', { type: 'checkbox' })} />
        <Checkbox
          label={t('form.include_shipping')}
          {...form.fields.getInputProps('include_shipping', { type: 'checkbox' })}
        />
      </SimpleGrid>
    </Section>
  );
}
