import { Anchor, Button, Grid, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { CopyField } from '../../ui/copy-field.tsx';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { type ApiForm, useApiForm } from '../../ui/use-api-form.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { hrefOf } from '../screens.ts';
import { UploadField } from '../uploads/upload-field.tsx';
import { type Branding, type BrandingDraft, bodyOf, draftOf, faultOf } from './branding-draft.ts';
import { ColorField } from './color-field.tsx';
import { LookPreview } from './look-preview.tsx';

export function BrandingForm({ branding }: { branding: Branding }) {
  const t = useWords('branding');
  const told = (fault: ReturnType<typeof faultOf>): string | null => fault && t(`colors.${fault}`);
  const form = useApiForm<BrandingDraft, Branding>({
    initial: draftOf(branding),
    check: {
      accent: (value, { accent_dark }) =>
        value === '' && accent_dark !== '' ? t('colors.light_missing') : told(faultOf(value, 'light')),
      accent_dark: (value) => told(faultOf(value, 'dark')),
    },
    names: {
      'colors.accent': 'accent',
      'colors.accent_dark': 'accent_dark',
      'texts.welcome': 'welcome',
      'texts.help': 'help',
      'texts.footer': 'footer',
    },
    codes: { low_contrast: 'accent', not_proved: 'domain', file_not_allowed: 'logo_upload_id' },
    run: (draft) => ask(api.PATCH('/v1/branding', { body: bodyOf(draft) })),
    done: (saved) => {
      notifyDone(t('done'));
      form.fields.setValues(draftOf(saved));
    },
  });
  return (
    <form onSubmit={form.submit} ref={form.ref} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="lg">
            <Look form={form} />
            <Words form={form} />
            <Address form={form} branding={branding} />
            <ErrorNote error={form.error} />
            <Group justify="flex-end">
              <Button type="submit" loading={form.busy}>
                {t('save')}
              </Button>
            </Group>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <LookPreview draft={form.values} />
        </Grid.Col>
      </Grid>
    </form>
  );
}

interface PartProps {
  readonly form: ApiForm<BrandingDraft>;
}

function Look({ form }: PartProps) {
  const t = useWords('branding');
  return (
    <Section title={t('look.title')}>
      <Stack gap="md">
        <TextInput label={t('look.name')} description={t('look.name_text')} maxLength={200} {...form.field('name')} />
        <UploadField
          label={t('look.logo')}
          description={t('look.logo_text')}
          kind="picture"
          value={form.values.logo_upload_id}
          onChange={(id) => form.fields.setFieldValue('logo_upload_id', id)}
          error={form.fields.errors['logo_upload_id']}
        />
        <ColorField
          scheme="light"
          label={t('colors.light')}
          description={t('colors.light_text')}
          value={form.values.accent}
          onChange={(color) => form.fields.setFieldValue('accent', color)}
          error={form.fields.errors['accent']}
        />
        <ColorField
          scheme="dark"
          label={t('colors.dark')}
          description={t('colors.dark_text')}
          value={form.values.accent_dark}
          onChange={(color) => form.fields.setFieldValue('accent_dark', color)}
          error={form.fields.errors['accent_dark']}
        />
        <Switch
          label={t('look.hide')}
          description={t('look.hide_text')}
          {...form.fields.getInputProps('hide_product_name', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}

const longest = { welcome: 2000, help: 4000, footer: 1000 } as const;

function Words({ form }: PartProps) {
  const t = useWords('branding');
  return (
    <Section title={t('words.title')} text={t('words.text')}>
      <Stack gap="md">
        {(['welcome', 'help', 'footer'] as const).map((name) => (
          <Textarea
            key={name}
            label={t(`words.${name}`)}
            description={t(`words.${name}_text`)}
            autosize
            minRows={2}
            maxRows={12}
            maxLength={longest[name]}
            {...form.field(name)}
          />
        ))}
      </Stack>
    </Section>
  );
}

/** Where the center is reached: only on a domain that the account has proved. */
function Address({ form, branding }: PartProps & { branding: Branding }) {
  const t = useWords('branding');
  const asked = useQuery({ queryKey: ['domains'], queryFn: () => ask(api.GET('/v1/domains')) });
  const proved = (asked.data?.data ?? []).filter(({ proved_at }) => proved_at !== null).map(({ host }) => host);
  const known = branding.domain === null ? proved : [...new Set([branding.domain, ...proved])];
  return (
    <Section title={t('address.title')}>
      <Stack gap="md">
        <CopyField label={t('address.center')} value={branding.center_url} block />
        <Select
          label={t('address.domain')}
          description={t('address.domain_text')}
          placeholder={t('address.none')}
          data={known}
          clearable
          clearButtonProps={{ 'aria-label': t('address.without') }}
          {...form.field('domain')}
        />
        <Anchor component={Link} to={hrefOf('/settings/domains')} size="sm">
          {t('address.prove')}
        </Anchor>
        <ErrorNote error={asked.error} />
      </Stack>
    </Section>
  );
}
