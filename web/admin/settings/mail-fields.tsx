import {
  Checkbox,
  ColorInput,
  Fieldset,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import type { ApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import type { MailValues } from './mail-form.ts';
import { Choices } from './settings-parts.tsx';

interface FieldsProps {
  readonly form: ApiForm<MailValues>;
}

export function SenderFields({ form }: FieldsProps) {
  const t = useWords('settings');
  return (
    <Fieldset legend={t('mail.sender')}>
      <Stack>
        <TextInput label={t('mail.from_name')} maxLength={200} {...form.field('from_name')} />
        <TextInput
          label={t('mail.from_address')}
          description={t('mail.from_text')}
          type="email"
          {...form.field('from_address')}
        />
        <TextInput
          label={t('mail.reply_to')}
          description={t('mail.reply_text')}
          type="email"
          {...form.field('reply_to')}
        />
        <TextInput
          label={t('mail.owner')}
          description={t('mail.owner_text')}
          type="email"
          {...form.field('owner_address')}
        />
      </Stack>
    </Fieldset>
  );
}

export function ServerFields({ form, passwordSet }: FieldsProps & { passwordSet: boolean }) {
  const t = useWords('settings');
  const { way, security } = form.values;
  return (
    <Fieldset legend={t('mail.server')}>
      <Stack>
        <Choices
          label={t('mail.way')}
          choices={(['captured', 'server'] as const).map((value) => ({
            value,
            label: t(`mail.ways.${value}.label`),
            text: t(`mail.ways.${value}.text`),
          }))}
          value={way}
          onChange={(value) => form.fields.setFieldValue('way', value as MailValues['way'])}
        />
        {way === 'server' && (
          <>
            <Group align="flex-start" grow preventGrowOverflow={false}>
              <TextInput label={t('mail.host')} required spellCheck={false} {...form.field('host')} />
              <NumberInput
                label={t('mail.port')}
                required
                min={1}
                max={65_535}
                allowDecimal={false}
                thousandSeparator=""
                {...form.field('port')}
              />
            </Group>
            <Select
              label={t('mail.security')}
              description={t(`mail.security_text.${security}`)}
              allowDeselect={false}
              data={(['starttls', 'tls', 'none'] as const).map((value) => ({
                value,
                label: t(`mail.securities.${value}`),
              }))}
              {...form.field('security')}
            />
            <LoginFields form={form} passwordSet={passwordSet} />
          </>
        )}
      </Stack>
    </Fieldset>
  );
}

function LoginFields({ form, passwordSet }: FieldsProps & { passwordSet: boolean }) {
  const t = useWords('settings');
  return (
    <>
      <TextInput label={t('mail.user')} autoComplete="off" {...form.field('user')} />
      <PasswordInput
        label={t('mail.password')}
        description={passwordSet ? t('mail.password_kept') : t('mail.password_text')}
        autoComplete="new-password"
        disabled={form.values.forget}
        visibilityToggleButtonProps={{ 'aria-label': t('mail.show') }}
        {...form.field('password')}
      />
      {passwordSet && <Checkbox label={t('mail.forget')} {...form.field('forget', { type: 'checkbox' })} />}
    </>
  );
}

export function LimitFields({ form }: FieldsProps) {
  const t = useWords('settings');
  return (
    <Fieldset legend={t('mail.limits')}>
      <Stack>
        <NumberInput
          label={t('mail.per_minute')}
          description={t('mail.per_minute_text')}
          maw={320}
          min={1}
          max={100_000}
          allowDecimal={false}
          {...form.field('per_minute')}
        />
        <Switch
          label={t('mail.quiet')}
          description={t('mail.quiet_text')}
          {...form.field('quiet', { type: 'checkbox' })}
        />
        {form.values.quiet && (
          <Group align="flex-start">
            <TextInput type="time" label={t('mail.quiet_from')} w={150} {...form.field('quiet_from')} />
            <TextInput type="time" label={t('mail.quiet_to')} w={150} {...form.field('quiet_to')} />
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}

export function LookFields({ form }: FieldsProps) {
  const t = useWords('settings');
  return (
    <Fieldset legend={t('mail.look')}>
      <Stack>
        <TextInput label={t('mail.logo')} description={t('mail.logo_text')} type="url" {...form.field('logo_url')} />
        <ColorInput
          label={t('mail.accent')}
          description={t('mail.accent_text')}
          maw={220}
          format="hex"
          eyeDropperButtonProps={{ 'aria-label': t('mail.pick') }}
          {...form.field('accent')}
        />
      </Stack>
    </Fieldset>
  );
}
