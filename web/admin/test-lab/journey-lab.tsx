import { ActionIcon, Button, Checkbox, Group, NumberInput, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { MoneyInput } from '../../ui/inputs.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { usePrograms } from '../names/names.tsx';
import { JourneyResult } from './journey-result.tsx';
import { firstJourney, kinds, newStep, type Step, toJourney } from './journey-types.ts';

/** Builds a journey by clicking, and shows what it would earn whom and why; nothing is recorded. */
export function JourneyLab() {
  const t = useWords('test-lab');
  const programs = usePrograms();
  const [chosen, setChosen] = useState<string | null>(null);
  const [sponsor, setSponsor] = useState(false);
  const [steps, setSteps] = useState<readonly Step[]>(firstJourney);
  const [result, setResult] = useState<Answer<'/v1/simulations', 'post'> | null>(null);
  const program = programs.find((one) => one.id === chosen) ?? programs[0];
  const run = useAct({
    run: (_: null, headers) => {
      const partners = sponsor ? [{ name: 'sponsor' }, { name: 'partner', sponsor: 'sponsor' }] : [{ name: 'partner' }];
      const body = { program_id: program!.id, partners, journey: toJourney(steps, program!.currency) };
      return ask(api.POST('/v1/simulations', { body, headers }));
    },
    done: setResult,
  });
  const change = (id: number, next: Step): void => setSteps(steps.map((step) => (step.id === id ? next : step)));
  const move = (index: number, by: number): void => {
    const next = [...steps];
    const [step] = next.splice(index, 1);
    next.splice(index + by, 0, step!);
    setSteps(next);
  };
  return (
    <Section title={t('journey.title')} text={t('journey.text')}>
      {!program ? (
        <Text c="dimmed">{t('journey.no_program')}</Text>
      ) : (
        <Stack gap="md">
          <Group align="flex-end">
            <Select
              label={t('journey.program')}
              allowDeselect={false}
              data={programs.map((one) => ({ value: one.id, label: one.name }))}
              value={program.id}
              onChange={setChosen}
            />
            <Checkbox
              label={t('journey.sponsor')}
              checked={sponsor}
              onChange={(event) => setSponsor(event.currentTarget.checked)}
            />
          </Group>
          <ol style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '0.5rem' }}>
            {steps.map((step, index) => (
              <Paper key={step.id} component="li" withBorder p="sm">
                <Group justify="space-between" align="flex-end">
                  <StepFields step={step} currency={program.currency} change={(next) => change(step.id, next)} />
                  <Group gap={4}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={index === 0}
                      aria-label={t('journey.up')}
                      onClick={() => move(index, -1)}
                    >
                      <ArrowUp size={16} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={index === steps.length - 1}
                      aria-label={t('journey.down')}
                      onClick={() => move(index, 1)}
                    >
                      <ArrowDown size={16} />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t('journey.remove')}
                      onClick={() => setSteps(steps.filter((one) => one.id !== step.id))}
                    >
                      <Trash2 size={16} />
                    </ActionIcon>
                  </Group>
                </Group>
              </Paper>
            ))}
          </ol>
          <Group>
            {kinds.map((kind) => (
              <Button
                key={kind}
                size="compact-sm"
                variant="default"
                onClick={() => setSteps([...steps, newStep(kind, Math.max(0, ...steps.map((one) => one.id)) + 1)])}
              >
                {t(`journey.add.${kind}`)}
              </Button>
            ))}
          </Group>
          <ErrorNote error={run.error} />
          <Group>
            <Button disabled={steps.length === 0} loading={run.busy} onClick={() => void run.start(null)}>
              {t('journey.run')}
            </Button>
          </Group>
          {result && <JourneyResult result={result} />}
        </Stack>
      )}
    </Section>
  );
}

function StepFields({ step, currency, change }: { step: Step; currency: string; change: (step: Step) => void }) {
  const t = useWords('test-lab');
  return (
    <Group align="flex-end">
      <Text fw={560} miw={150}>
        {t(`journey.steps.${step.do}`)}
      </Text>
      {step.do === 'wait' && (
        <NumberInput
          label={t('journey.days')}
          w={110}
          min={0}
          max={3650}
          value={step.days}
          onChange={(value) => change({ ...step, days: typeof value === 'number' ? value : 0 })}
        />
      )}
      {step.do === 'order' && (
        <>
          <TextInput
            label={t('journey.sku')}
            w={150}
            value={step.sku}
            onChange={(event) => change({ ...step, sku: event.currentTarget.value })}
          />
          <MoneyInput
            label={t('journey.amount')}
            w={150}
            currency={currency}
            value={step.amount}
            onChange={(amount) => change({ ...step, amount: amount ?? 0 })}
          />
        </>
      )}
      {step.do === 'refund' && (
        <MoneyInput
          label={t('journey.refund_amount')}
          w={190}
          currency={currency}
          placeholder={t('journey.all')}
          value={step.amount}
          onChange={(amount) => change({ ...step, amount })}
        />
      )}
    </Group>
  );
}
