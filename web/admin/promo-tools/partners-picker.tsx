import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';

interface PartnersPickerProps extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> {
  readonly value: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

const AT_ONCE = 100;

/** Chooses partners, one after the other, by the beginning of a name, an address or a code. */
export function PartnersPicker({ value, onChange, ...rest }: PartnersPickerProps) {
  const t = useWords('frame');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const found = useQuery({
    queryKey: ['partners-picker', text],
    queryFn: () => ask(api.GET('/v1/partners', { params: { query: { limit: '20', ...(text ? { q: text } : {}) } } })),
  });
  const chosen = useQuery({
    queryKey: ['partners-picker', 'chosen', [...value].sort()],
    queryFn: () => namesOf(value),
    enabled: value.length > 0,
    placeholderData: (before) => before,
  });
  const rows = [...(chosen.data ?? []), ...(found.data?.data ?? [])];
  const choices = new Map(rows.map((row) => [row.id, `${row.name ?? row.email} (${row.code})`]));
  for (const id of value) if (!choices.has(id)) choices.set(id, `…${id.slice(-6)}`);
  return (
    <MultiSelect
      {...rest}
      searchable
      clearable
      value={[...value]}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[...choices].map(([id, label]) => ({ value: id, label }))}
      nothingFoundMessage={found.isFetching ? t('picker.searching') : t('picker.nobody')}
      clearButtonProps={{ 'aria-label': t('picker.clear') }}
    />
  );
}

async function namesOf(ids: readonly string[]) {
  const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) =>
    ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
  const pages = await Promise.all(
    parts.map((part) => {
      const query = { partner_ids: part.join(','), limit: String(AT_ONCE) };
      return ask(api.GET('/v1/partners', { params: { query } }));
    }),
  );
  return pages.flatMap((page) => page.data);
}
