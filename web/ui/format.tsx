import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { amountText, dayText, instantText, percentText } from './write-figures.ts';

/** How figures are written for whoever reads: their locale, the account's time zone and currency. */
export interface Formats {
  readonly locale: string;
  readonly timeZone: string;
  readonly currency: string;
}

const here = { locale: navigator.language, timeZone: 'UTC', currency: 'USD' };
const FormatsContext = createContext<Formats>(here);

type FormatsProps = Omit<Formats, 'locale'> & { readonly locale?: string | undefined; readonly children: ReactNode };

export function FormatsProvider({ locale = navigator.language, timeZone, currency, children }: FormatsProps) {
  const formats = useMemo(() => ({ locale, timeZone, currency }), [locale, timeZone, currency]);
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}

export function useFormats(): Formats {
  return useContext(FormatsContext);
}

/** An amount in minor units. Negative ones have a proper minus sign. */
export function Money({ amount, currency }: { amount: number | bigint; currency: string }) {
  const { locale } = useFormats();
  return <span data-amount="">{amountText(BigInt(amount), currency, locale)}</span>;
}

/** Basis points as a percentage. */
export function Rate({ bps }: { bps: number }) {
  const { locale } = useFormats();
  return <span data-amount="">{percentText(bps, locale)}</span>;
}

/** A whole number, grouped as the reader is used to. */
export function Count({ value }: { value: number }) {
  const { locale } = useFormats();
  return <span data-amount="">{new Intl.NumberFormat(locale).format(value)}</span>;
}

interface InstantProps {
  readonly at: string | null | undefined;
  /** day: the date alone. minute: date and time. second: to the second, for logs. */
  readonly to?: 'day' | 'minute' | 'second';
  /** Shown where there is no instant. */
  readonly none?: ReactNode;
}

/** An instant (ISO 8601, UTC) in the account's time zone; the exact one on hover. */
export function Instant({ at, to = 'minute', none = '–' }: InstantProps) {
  const { locale, timeZone } = useFormats();
  if (!at) return <>{none}</>;
  const exact = `${instantText(at, 'second', locale, timeZone)} (${timeZone})`;
  return (
    <time dateTime={at} title={exact}>
      {instantText(at, to, locale, timeZone)}
    </time>
  );
}

/** A calendar day (2026-01-31), which has no time zone. */
export function Day({ day, none = '–' }: { day: string | null | undefined; none?: ReactNode }) {
  const { locale } = useFormats();
  if (!day) return <>{none}</>;
  return <time dateTime={day}>{dayText(day, locale)}</time>;
}
