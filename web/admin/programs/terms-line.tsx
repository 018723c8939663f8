import { Text } from '@mantine/core';
import { useFormats } from '../../ui/format.tsx';
import { useWords, type Words } from '../../ui/words.ts';
import { amountText, percentText } from '../../ui/write-figures.ts';
import type { Terms } from './terms-types.ts';

/** Terms in one line: "20 %, sponsor 5 %; from the second payment on 10 %". */
export function TermsLine({ terms, currency }: { terms: Terms | null | undefined; currency: string }) {
  const t = useWords('programs');
  const { locale } = useFormats();
  if (!terms)
    return (
      <Text span c="dimmed" inherit>
        {t('terms.nothing')}
      </Text>
    );
  return <span>{writeTerms(terms, currency, locale, t)}</span>;
}

export function writeTerms(terms: Terms, currency: string, locale: string, t: Words): string {
  const amount = (value: number): string => amountText(BigInt(value), currency, locale);
  const parts: string[] = [];
  if (terms.kind === 'percent') {
    parts.push(percentText(terms.tier1_bps, locale));
    if (terms.tier2_bps != null) parts.push(t('terms.line.sponsor', { share: percentText(terms.tier2_bps, locale) }));
    if (terms.later_payments)
      parts.push(t('terms.line.later', { share: percentText(terms.later_payments.tier1_bps, locale) }));
  } else {
    parts.push(t(`terms.line.per_${terms.per}`, { share: amount(terms.tier1_amount) }));
    if (terms.tier2_amount != null) parts.push(t('terms.line.sponsor', { share: amount(terms.tier2_amount) }));
    if (terms.later_payments) parts.push(t('terms.line.later', { share: amount(terms.later_payments.tier1_amount) }));
  }
  if (terms.max_payments != null) parts.push(t('terms.line.payments', { count: terms.max_payments }));
  return parts.join(', ');
}
