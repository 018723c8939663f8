import { NumberInput, SimpleGrid } from '@mantine/core';
import { InstantInput } from '../../ui/instant-input.tsx';
import type { ApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';

export interface CouponTerms {
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly max_uses: number | '';
}

/** From when, until when, and how often a coupon counts. */
export function CouponTermsFields<V extends CouponTerms & Record<string, unknown>>({ form }: { form: ApiForm<V> }) {
  const t = useWords('coupons');
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <InstantInput
          label={t('field.starts_at')}
          description={t('form.starts_at_text')}
          {...form.field('starts_at')}
          value={form.values.starts_at}
        />
        <InstantInput
          label={t('field.ends_at')}
          description={t('form.ends_at_text')}
          {...form.field('ends_at')}
          value={form.values.ends_at}
        />
      </SimpleGrid>
      <NumberInput
        label={t('form.max_uses')}
        description={t('form.max_uses_text')}
        min={1}
        max={1_000_000_000}
        allowDecimal={false}
        {...form.field('max_uses')}
      />
    </>
  );
}

export const termsBody = ({ starts_at, ends_at, max_uses }: CouponTerms) => ({
  starts_at,
  ends_at,
  max_uses: max_uses === '' ? null : max_uses,
});
