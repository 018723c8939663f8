import { TextInput, type TextInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormats } from './format.tsx';
import { type Reading, readAmount, readPercent } from './read-figures.ts';
import { useWords } from './words.ts';
import { decimalMark, fieldText } from './write-figures.ts';

interface FigureInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

interface MoneyInputProps extends FigureInputProps {
  readonly currency: string;
}

/** An amount: typed as decimal text in the manner of the locale, handed on as whole minor units. Empty: null. */
export function MoneyInput({ currency, ...rest }: MoneyInputProps) {
  const { locale } = useFormats();
  return (
    <FigureInput
      {...rest}
      read={(text) => readAmount(text, currency, decimalMark(locale))}
      write={(value) => fieldText(BigInt(value), currency, locale)}
      unit={currency}
    />
  );
}

/** A percentage: typed as such, handed on as basis points. Empty: null. */
export function RateInput(props: FigureInputProps) {
  const { locale } = useFormats();
  const mark = decimalMark(locale);
  return (
    <FigureInput
      {...props}
      read={(text) => readPercent(text, mark)}
      write={(value) => `${Math.trunc(value / 100)}${fractionOf(value, mark)}`}
      unit="%"
    />
  );
}

function fractionOf(bps: number, mark: string): string {
  const digits = String(bps % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return digits === '' ? '' : `${mark}${digits}`;
}

interface ReadingInputProps extends FigureInputProps {
  readonly read: (text: string) => Reading;
  readonly write: (value: number) => string;
  readonly unit: string;
}

function FigureInput({ value, onChange, read, write, unit, error, onBlur, ...rest }: ReadingInputProps) {
  const t = useWords('ui');
  const [typed, setTyped] = useState(value === null ? '' : write(value));
  const reading = read(typed);
  const current = typed.trim() === '' || !('value' in reading) ? null : reading.value;
  // A value set from outside, such as a form that was reset, shows; what is being typed stays as it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value from outside counts
  useEffect(() => {
    if (value !== current && !(value === null && typed.trim() !== '')) setTyped(value === null ? '' : write(value));
  }, [value]);
  const wrong = typed.trim() !== '' && 'wrong' in reading ? t(`figure.${reading.wrong}`) : null;
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      error={wrong ?? error}
      rightSection={<span aria-hidden>{unit}</span>}
      rightSectionWidth={unit.length > 1 ? 52 : 34}
      rightSectionProps={{ style: { color: 'var(--quiet)', fontSize: '0.8rem' } }}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const now = read(text);
        onChange(text.trim() === '' || !('value' in now) ? null : now.value);
      }}
      onBlur={(event) => {
        if ('value' in reading && typed.trim() !== '') setTyped(write(reading.value));
        onBlur?.(event);
      }}
    />
  );
}
