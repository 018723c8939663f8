import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

interface PartnerPickerProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Chooses a partner by the beginning of a name, an address or a code. */
export function PartnerPicker({ value, onChange, ...rest }: PartnerPickerProps) {
  const t = useWords('frame');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ['partner-picker', text],
    queryFn: () => ask(api.GET('/v1/partners', { params: { query: { limit: '20', ...(text ? { q: text } : {}) } } })),
  });
  const chosen = useQuery({
    queryKey: ['partner', value],
    queryFn: () => ask(api.GET('/v1/partners/{id}', { params: { path: { id: value! } } })),
    enabled: Boolean(value),
  });
  const rows = [...(chosen.data ? [chosen.data] : []), ...(found.data?.data ?? [])];
  const choices = new Map(rows.map((row) => [row.id, `${row.name ?? row.email} (${row.code})`]));
  return (
    <Select
      {...rest}
      searchable
      clearable
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[...choices].map(([id, label]) => ({ value: id, label }))}
      nothingFoundMessage={found.isFetching ? t('picker.searching') : t('picker.nobody')}
      clearButtonProps={{ 'aria-label': t('picker.clear') }}
    />
  );
}
