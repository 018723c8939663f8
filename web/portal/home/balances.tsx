import { Money } from '../../ui/format.tsx';
import { Figure, Figures } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import type { Balance } from './next-payment.tsx';

const states = ['pending', 'payable', 'in_flight', 'paid'] as const;

/** Where what was earned stands: still in the hold, due, on its way, paid. */
export function Balances({ balance }: { balance: Balance }) {
  const t = useWords('home');
  return (
    <Figures>
      {states.map((state) => (
        <Figure
          key={state}
          label={t(`balance.${state}`)}
          value={<Money amount={balance[state]} currency={balance.currency} />}
          note={t(`balance.${state}_text`)}
        />
      ))}
    </Figures>
  );
}
