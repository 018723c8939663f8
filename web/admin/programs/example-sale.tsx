import { Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Money, useFormats } from '../../ui/format.tsx';
import { MoneyInput } from '../../ui/inputs.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { bodyOf, type ProgramDraft } from './program-fields.ts';

const SKU = 'example';

/** What one sale would pay by these terms, asked of the server itself: the same rules that real orders go by. */
export function ExampleSale({ draft }: { draft: ProgramDraft }) {
  const t = useWords('programs');
  const { currency } = useFormats();
  const [amount, setAmount] = useState<number | null>(10_000);
  const [asked] = useDebouncedValue({ draft, amount }, 400);
  const simulation = useQuery({
    queryKey: ['example-sale', asked],
    queryFn: () => simulate(asked.draft, asked.amount ?? 0),
    enabled: asked.amount !== null && asked.amount > 0 && /^[A-Z]{3}$/.test(asked.draft.currency),
    retry: false,
  });
  const order = simulation.data?.orders[0]?.order;
  const earned = (tier: number): number =>
    (order?.commissions ?? []).filter((one) => one.tier === tier).reduce((sum, one) => sum + one.amount, 0);
  const paid = draft.currency || currency;
  return (
    <Section title={t('example.title')} text={t('example.text')}>
      <Stack gap="sm">
        <MoneyInput label={t('example.price')} currency={paid} value={amount} onChange={setAmount} />
        <div aria-live="polite" aria-busy={simulation.isFetching}>
          {order && (
            <Facts
              facts={[
                [t('example.partner'), <Money key="1" amount={earned(1)} currency={paid} />],
                draft.tiers === '2' && [t('example.sponsor'), <Money key="2" amount={earned(2)} currency={paid} />],
                [
                  t('example.payable'),
                  order.commissions[0] ? t('example.after', { count: draft.hold_days }) : t('example.never'),
                ],
              ]}
            />
          )}
          {order && order.commissions.length === 0 && (
            <Text size="sm" c="dimmed" mt="xs">
              {t('example.nothing')}
            </Text>
          )}
          <ErrorNote error={simulation.error} />
        </div>
      </Stack>
    </Section>
  );
}

function simulate(draft: ProgramDraft, amount: number) {
  const { default_url, ...rest } = bodyOf(draft);
  const program = { ...rest, name: draft.name || SKU, default_url: default_url || 'https://shop.example/' };
  return ask(
    api.POST('/v1/simulations', {
      body: {
        program,
        partners:
          draft.tiers === '2' ? [{ name: 'sponsor' }, { name: 'partner', sponsor: 'sponsor' }] : [{ name: 'partner' }],
        journey: [
          { do: 'click', partner: 'partner', as: 'visit' },
          {
            do: 'order',
            as: 'sale',
            customer: 'customer',
            click: 'visit',
            items: [{ sku: SKU, quantity: 1, unit_amount: amount }],
          },
        ],
      },
    }),
  );
}
