import { Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { Body } from '../api/types.ts';
import { useWords } from './words.ts';

export type PayoutMethod = NonNullable<Body<'/v1/partners', 'post'>['payout_method']>;

/** Every field that some method has; which are sent depends on the kind. */
export interface MethodDraft {
  readonly [name: string]: string;
  readonly kind: string;
}
export const emptyMethod: MethodDraft = { kind: '' };

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  paypal: ['email'],
  wise: ['email'],
  store_credit: ['email'],
  bank: ['holder', 'iban', 'bic', 'account_number', 'routing_number', 'bank_name', 'country', 'details'],
  check: ['name', 'address'],
  other: ['details'],
};
const required: Readonly<Record<string, readonly string[]>> = {
  bank: ['holder'],
  check: ['name', 'address'],
  other: ['details'],
};
const long = new Set(['address', 'details']);

/** As the API takes it; null: none is given. */
export function toMethod(draft: MethodDraft): PayoutMethod | null {
  const fields = fieldsOf[draft.kind];
  if (!fields) return null;
  const given = fields.map((name) => [name, (draft[name] ?? '').trim()] as const).filter(([, value]) => value !== '');
  return { kind: draft.kind, ...Object.fromEntries(given) } as PayoutMethod;
}

interface Props {
  /** Those that the account offers. */
  readonly kinds: readonly string[];
  /** False where one has to be chosen. */
  readonly clearable?: boolean;
  readonly value: MethodDraft;
  readonly onChange: (value: MethodDraft) => void;
  /** By field: `payout_method.iban`. */
  readonly errors: Readonly<Record<string, unknown>>;
}

/** How a partner is paid: the kinds that the account offers, and what each needs. */
export function PayoutMethodFields({ kinds, clearable = true, value, onChange, errors }: Props) {
  const t = useWords('ui');
  const error = (name: string): string | undefined => errors[`payout_method.${name}`] as string | undefined;
  return (
    <Stack gap="sm">
      <Select
        label={t('method.kind')}
        placeholder={t('method.none')}
        clearable={clearable}
        allowDeselect={false}
        data={kinds.map((kind) => ({ value: kind, label: t(`methods.${kind}`) }))}
        value={value.kind === '' ? null : value.kind}
        onChange={(kind) => onChange({ ...value, kind: kind ?? '' })}
        error={errors['payout_method'] as string | undefined}
      />
      <SimpleGrid cols={{ base: 1, sm: value.kind === 'bank' ? 2 : 1 }}>
        {(fieldsOf[value.kind] ?? []).map((name) => {
          const Input = long.has(name) ? Textarea : TextInput;
          return (
            <Input
              key={name}
              label={t(`method.${name}`)}
              required={required[value.kind]?.includes(name) ?? true}
              value={value[name] ?? ''}
              error={error(name)}
              onChange={(event) => onChange({ ...value, [name]: event.currentTarget.value })}
            />
          );
        })}
      </SimpleGrid>
    </Stack>
  );
}
