import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { backgrounds, inkOn, lightenForDark } from '../../../server/values/colors.ts';
import { ask } from '../../api/client.ts';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount } from '../frame/me.tsx';
import { pathOf } from '../uploads/upload-field.tsx';
import classes from './branding.module.css';
import { type BrandingDraft, isColor } from './branding-draft.ts';

const USUAL = '#2457d6';
const schemes = ['light', 'dark'] as const;

/** The door of the partner center in what is chosen, light and dark, before it is saved. */
export function LookPreview({ draft }: { draft: BrandingDraft }) {
  const t = useWords('branding');
  const accent = isColor(draft.accent) ? draft.accent : USUAL;
  const dark = isColor(draft.accent_dark) ? draft.accent_dark : lightenForDark(accent);
  return (
    <Section title={t('preview.title')} text={t('preview.text')}>
      <Stack gap="md">
        {schemes.map((scheme) => (
          <Door key={scheme} scheme={scheme} accent={scheme === 'light' ? accent : dark} draft={draft} />
        ))}
      </Stack>
    </Section>
  );
}

interface DoorProps {
  readonly scheme: (typeof schemes)[number];
  readonly accent: string;
  readonly draft: BrandingDraft;
}

function Door({ scheme, accent, draft }: DoorProps) {
  const t = useWords('branding');
  const account = useAccount();
  const name = draft.name.trim() || account.name;
  const { logo_upload_id: logoId } = draft;
  const logo = useQuery({
    queryKey: ['upload', logoId],
    queryFn: () => ask(api.GET('/v1/uploads/{id}', { params: { path: { id: logoId! } } })),
    enabled: logoId !== null,
  });
  const foot = [draft.footer.trim(), draft.hide_product_name ? '' : t('preview.product')].filter(Boolean);
  return (
    <div
      className={classes.door}
      role="img"
      aria-label={t(`preview.${scheme}`)}
      style={{ background: backgrounds[scheme], color: scheme === 'light' ? '#1d2733' : '#e8ebee' }}
    >
      {logoId !== null && logo.data ? (
        <img className={classes.logo} src={pathOf(logo.data.url)} alt="" />
      ) : (
        <Text fw={650}>{name}</Text>
      )}
      {draft.welcome.trim() !== '' && <Text className={classes.words}>{draft.welcome}</Text>}
      <span className={classes.button} style={{ background: accent, color: inkOn(accent) }}>
        {t('preview.sign_in')}
      </span>
      <span className={classes.link} style={{ color: accent }}>
        {t('preview.link')}
      </span>
      {draft.help.trim() !== '' && (
        <Text size="sm" className={classes.words}>
          {draft.help}
        </Text>
      )}
      {foot.map((line) => (
        <Text size="xs" key={line} className={classes.words}>
          {line}
        </Text>
      ))}
    </div>
  );
}
