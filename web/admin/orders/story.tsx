import { Loader, Text, ThemeIcon, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { ask } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { PartnerName } from '../names/names.tsx';

type Step = Answer<'/v1/orders/{id}/explanation'>['steps'][number];

/** Why the order was credited or not, and how each amount came about: every step, in the words of the explanation. */
export function Story({ orderId }: { orderId: string }) {
  const t = useWords('orders');
  const asked = useQuery({
    queryKey: ['explanation', orderId],
    queryFn: () => ask(api.GET('/v1/orders/{id}/explanation', { params: { path: { id: orderId } } })),
  });
  return (
    <Section
      title={t('story.title')}
      text={asked.data ? t(`reasons_long.${asked.data.outcome}`, { defaultValue: asked.data.outcome }) : undefined}
    >
      <ErrorNote error={asked.error} retry={() => void asked.refetch()} />
      {asked.isPending && <Loader aria-label={t('loading')} />}
      {asked.data && <Steps steps={asked.data.steps} />}
    </Section>
  );
}

/** The steps of an explanation, also of a simulated order. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <Timeline bulletSize={22} lineWidth={2} active={steps.length}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps stand as they were taken
        <Timeline.Item key={index} bullet={<Bullet step={step} />} title={<StepTitle step={step} />}>
          <StepText step={step} />
        </Timeline.Item>
      ))}
    </Timeline>
  );
}

const good = new Set(['won', 'earns', 'recorded', 'sponsor_earns', 'tier1', 'tier2', 'paid', 'payable']);

function Bullet({ step }: { step: Step }) {
  const isGood = good.has(step.outcome);
  return (
    <ThemeIcon size={22} radius="xl" variant={isGood ? 'filled' : 'light'} color={isGood ? 'teal' : 'gray'} aria-hidden>
      {isGood ? <Check size={13} /> : <Minus size={13} />}
    </ThemeIcon>
  );
}

function StepTitle({ step }: { step: Step }) {
  const t = useWords('orders');
  const partner = 'partner_id' in step && typeof step['partner_id'] === 'string' ? step['partner_id'] : null;
  return (
    <>
      {t(`story.steps.${step.step}`, { defaultValue: step.step.replaceAll('_', ' ') })}
      {partner && (
        <Text span c="dimmed" fw={400} ml={6}>
          <PartnerName id={partner} />
        </Text>
      )}
    </>
  );
}

function StepText({ step }: { step: Step }) {
  const t = useWords('orders');
  const plain = t(`reasons_long.${step.outcome}`, { defaultValue: step.outcome.replaceAll('_', ' ') });
  const outcome = t(`story.outcomes.${step.outcome}`, { defaultValue: plain });
  return (
    <>
      <Text size="sm">{outcome}</Text>
      {step.detail && !step.detail.includes(outcome) && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {step.detail}
        </Text>
      )}
    </>
  );
}
