import { Checkbox, NumberInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import { questionKinds, wrongAt } from './form-draft.ts';
import type { PartProps } from './look-fields.tsx';

/** One question: what is asked, how it is answered, and whether it must be. */
export function QuestionFields({ form, at }: PartProps & { at: number }) {
  const t = useWords('signup');
  const question = form.values.questions[at]!;
  const place = `questions.${at}`;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('questions.label')} required maxLength={300} {...form.field(`${place}.label`)} />
        <Select
          label={t('questions.kind')}
          allowDeselect={false}
          data={questionKinds.map((value) => ({ value, label: t(`question_kind.${value}`) }))}
          {...form.field(`${place}.kind`)}
        />
      </SimpleGrid>
      <TextInput
        label={t('questions.help')}
        description={t('questions.help_text')}
        maxLength={500}
        {...form.field(`${place}.help`)}
      />
      {question.kind === 'choice' && (
        <Textarea
          label={t('questions.options')}
          description={t('questions.options_text')}
          required
          autosize
          minRows={3}
          value={question.options.join('\n')}
          onChange={(event) => form.fields.setFieldValue(`${place}.options`, event.currentTarget.value.split('\n'))}
          error={wrongAt(form.fields.errors, `${place}.options`)}
        />
      )}
      {question.kind === 'number' && (
        <SimpleGrid cols={2}>
          <NumberInput label={t('questions.min')} allowDecimal={false} {...form.field(`${place}.min`)} />
          <NumberInput label={t('questions.max')} allowDecimal={false} {...form.field(`${place}.max`)} />
        </SimpleGrid>
      )}
      <Checkbox
        label={question.kind === 'checkbox' ? t('questions.required_tick') : t('questions.required')}
        {...form.fields.getInputProps(`${place}.required`, { type: 'checkbox' })}
      />
    </Stack>
  );
}
