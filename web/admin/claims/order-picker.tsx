import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { useFormats } from '../../ui/format.tsx';
import { useWords } from '../../ui/words.ts';
import { amountText, instantText } from '../../ui/write-figures.ts';
import { api } from '../api.ts';

interface OrderPickerProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Chooses an order by the beginning of its number, or by its customer. */
export function OrderPicker({ value, onChange, ...rest }: OrderPickerProps) {
  const t = useWords('claims');
  const { locale, timeZone } = useFormats();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ['order-picker', text],
    queryFn: () => ask(api.GET('/v1/orders', { params: { query: { limit: '20', ...(text ? { q: text } : {}) } } })),
  });
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const choices = (found.data?.data ?? []).map((row) => {
    const day = instantText(row.occurred_at, 'day', locale, timeZone);
    const total = amountText(BigInt(row.total_amount), row.currency, locale);
    return { value: row.id, label: `${row.order_id} · ${day} · ${total}` };
  });
  const known = chosen && !choices.some((one) => one.value === chosen.value) ? [chosen, ...choices] : choices;
  return (
    <Select
      {...rest}
      searchable
      value={value}
      onChange={(id, option) => {
        setChosen(id === null ? null : option);
        onChange(id);
      }}
      onSearchChange={(next) => setTyped(next === chosen?.label ? '' : next)}
      filter={({ options }) => options}
      data={known}
      nothingFoundMessage={found.isFetching ? t('picker.searching') : t('picker.none')}
    />
  );
}
