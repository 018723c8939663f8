import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormats } from './format.tsx';
import { fromLocalText, toLocalText } from './local-time.ts';

interface InstantInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A day and a time in the account's time zone, handed on as an instant. Empty: null. */
export function InstantInput({ value, onChange, ...rest }: InstantInputProps) {
  const { timeZone } = useFormats();
  const [typed, setTyped] = useState(toLocalText(value, timeZone));
  const current = fromLocalText(typed, timeZone);
  // A value set from outside shows; what is half typed stays as it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value from outside counts
  useEffect(() => {
    if (value !== current) setTyped(toLocalText(value, timeZone));
  }, [value, timeZone]);
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      value={typed}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(fromLocalText(text, timeZone));
      }}
    />
  );
}
