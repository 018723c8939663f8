import {
  ActionIcon,
  Box,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useFormats } from '../../ui/format.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { countryChoices } from './countries.ts';
import { type ApprovalDraft, type ConditionDraft, wrongAt } from './form-draft.ts';
import type { PartProps } from './look-fields.tsx';
import classes from './signup.module.css';

const kinds = ['by_hand', 'automatic', 'rule'] as const;

/** Who decides on applications: a person, nobody, or a rule. */
export function ApprovalFields({ form }: PartProps) {
  const t = useWords('signup');
  return (
    <Section title={t('approval.title')}>
      <Stack gap="md">
        <Radio.Group label={t('approval.who')} {...form.field('approval.kind')}>
          <Stack gap={8} mt={6}>
            {kinds.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`approval.${value}`)}
                description={t(`approval.${value}_text`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.approval.kind === 'rule' && <RuleFields form={form} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t('approval.reapply')}
            description={t('approval.reapply_text')}
            min={0}
            max={3650}
            allowDecimal={false}
            {...form.field('reapply_after_days')}
          />
          <NumberInput
            label={t('approval.per_hour')}
            description={t('approval.per_hour_text')}
            min={1}
            max={10_000}
            allowDecimal={false}
            {...form.field('signups_per_hour')}
          />
        </SimpleGrid>
      </Stack>
    </Section>
  );
}

function RuleFields({ form }: PartProps) {
  const t = useWords('signup');
  const { locale } = useFormats();
  const countries = useMemo(() => countryChoices(locale), [locale]);
  const { approval } = form.values;
  const set = (change: Partial<ApprovalDraft>): void =>
    form.fields.setFieldValue('approval', { ...approval, ...change });
  const wrong = form.fields.errors['approval'] as string | undefined;
  return (
    <Box className={classes.part} role="group" aria-label={t('approval.rule')}>
      <Stack gap="sm">
        <Text size="sm">{t('rule.text')}</Text>
        <MultiSelect
          label={t('rule.countries')}
          description={t('rule.countries_text')}
          data={countries}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('rule.any_country') }}
          value={[...approval.countries]}
          onChange={(next) => set({ countries: next })}
          error={wrong ?? wrongAt(form.fields.errors, 'approval.countries')}
        />
        <TagsInput
          label={t('rule.domains')}
          description={t('rule.domains_text')}
          placeholder={approval.email_domains.length === 0 ? t('rule.domains_example') : ''}
          value={[...approval.email_domains]}
          onChange={(next) => set({ email_domains: next })}
          error={wrongAt(form.fields.errors, 'approval.email_domains')}
        />
        <Conditions form={form} set={(answers) => set({ answers })} />
        <Radio.Group
          label={t('rule.otherwise')}
          value={approval.otherwise}
          onChange={(otherwise) => set({ otherwise: otherwise as ApprovalDraft['otherwise'] })}
        >
          <Group mt={6}>
            <Radio value="by_hand" label={t('rule.otherwise_by_hand')} />
            <Radio value="reject" label={t('rule.otherwise_reject')} />
          </Group>
        </Radio.Group>
      </Stack>
    </Box>
  );
}

function Conditions({ form, set }: PartProps & { set: (answers: ConditionDraft[]) => void }) {
  const t = useWords('signup');
  const { approval, questions } = form.values;
  const { answers } = approval;
  const change = (at: number, one: ConditionDraft): void =>
    set(answers.map((old, index) => (index === at ? one : old)));
  return (
    <Stack gap="xs" role="group" aria-label={t('rule.answers')}>
      <Text size="sm" fw={550}>
        {t('rule.answers')}
      </Text>
      {answers.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have nothing else to be told apart by
        <Group key={at} align="flex-end" gap="xs" wrap="nowrap">
          <Condition form={form} at={at} change={(one) => change(at, one)} />
          <ActionIcon
            aria-label={t('rule.remove', { number: at + 1 })}
            onClick={() => set(answers.filter((_, index) => index !== at))}
          >
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          disabled={questions.length === 0 || answers.length >= 20}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => set([...answers, { question_id: questions[0]!.id, how: 'equals', value: '' }])}
        >
          {t('rule.add')}
        </Button>
      </Group>
    </Stack>
  );
}

function Condition({ form, at, change }: PartProps & { at: number; change: (one: ConditionDraft) => void }) {
  const t = useWords('signup');
  const { approval, questions } = form.values;
  const answer = approval.answers[at]!;
  const question = questions.find((one) => one.id === answer.question_id);
  const named = questions.map(({ id, label }, index) => ({
    value: id,
    label: label || t('questions.one', { number: index + 1 }),
  }));
  const values =
    question?.kind === 'choice'
      ? question.options.filter(Boolean).map((value) => ({ value, label: value }))
      : question?.kind === 'checkbox'
        ? [
            { value: 'yes', label: t('rule.yes') },
            { value: 'no', label: t('rule.no') },
          ]
        : null;
  const error = wrongAt(form.fields.errors, `approval.answers.${at}`);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} style={{ flex: 1 }}>
      <Select
        label={t('rule.question')}
        data={named}
        allowDeselect={false}
        value={answer.question_id}
        onChange={(id) => id && change({ question_id: id, how: 'equals', value: '' })}
      />
      <Select
        label={t('rule.how')}
        allowDeselect={false}
        data={(question?.kind === 'text' ? (['equals', 'contains'] as const) : (['equals'] as const)).map((value) => ({
          value,
          label: t(`rule.${value}`),
        }))}
        value={answer.how}
        onChange={(how) => how && change({ ...answer, how: how as ConditionDraft['how'] })}
      />
      {values ? (
        <Select
          label={t('rule.value')}
          data={values}
          value={answer.value || null}
          onChange={(value) => change({ ...answer, value: value ?? '' })}
          error={error}
        />
      ) : (
        <TextInput
          label={t('rule.value')}
          {...(question?.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
          value={answer.value}
          onChange={(event) => change({ ...answer, value: event.currentTarget.value })}
          error={error}
        />
      )}
    </SimpleGrid>
  );
}
