import { ActionIcon, Box, Button, Group, Stack, Text } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { newQuestion } from './form-draft.ts';
import type { PartProps } from './look-fields.tsx';
import { QuestionFields } from './question-fields.tsx';
import classes from './signup.module.css';

const AT_MOST = 20;

/** What applicants are asked besides name and address, in this order. */
export function Questions({ form }: PartProps) {
  const t = useWords('signup');
  const { questions } = form.values;
  return (
    <Section title={t('questions.title')} text={t('questions.text')}>
      <Stack gap="md">
        {questions.map((question, at) => (
          <Box
            key={question.id}
            className={classes.part}
            role="group"
            aria-label={t('questions.one', { number: at + 1 })}
          >
            <Group justify="space-between" mb="xs">
              <Text fw={600} size="sm">
                {t('questions.one', { number: at + 1 })}
              </Text>
              <Order form={form} at={at} />
            </Group>
            <QuestionFields form={form} at={at} />
          </Box>
        ))}
        <Group>
          <Button
            variant="default"
            size="sm"
            disabled={questions.length >= AT_MOST}
            leftSection={<Plus size={15} aria-hidden />}
            onClick={() => form.fields.insertListItem('questions', newQuestion(questions))}
          >
            {t('questions.add')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function Order({ form, at }: PartProps & { at: number }) {
  const t = useWords('signup');
  const { questions, approval } = form.values;
  const number = at + 1;
  const move = (to: number): void => form.fields.reorderListItem('questions', { from: at, to });
  const remove = (): void => {
    const { id } = questions[at]!;
    form.fields.removeListItem('questions', at);
    // What a rule asked of it goes with it.
    const answers = approval.answers.filter((one) => one.question_id !== id);
    form.fields.setFieldValue('approval', { ...approval, answers });
  };
  return (
    <Group gap={2}>
      <ActionIcon aria-label={t('questions.up', { number })} disabled={at === 0} onClick={() => move(at - 1)}>
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        aria-label={t('questions.down', { number })}
        disabled={at === questions.length - 1}
        onClick={() => move(at + 1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('questions.remove', { number })} onClick={remove}>
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
