import { Anchor, Card, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ask } from '../../api/client.ts';
import { ErrorNote } from '../../ui/notes.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useWords } from '../../ui/words.ts';
import { api } from '../api.ts';
import { useAccount, useMay } from '../frame/me.tsx';
import { hasScreen } from '../screens.ts';
import { useSettings } from './use-settings.ts';

/** The areas in the order in which they are met; those with `settings` are only for who may change them. */
const areas = [
  { name: 'credit', path: '/settings/credit' },
  { name: 'payouts', path: '/settings/payouts' },
  { name: 'tracking', path: '/settings/tracking' },
  { name: 'domains', path: '/settings/domains' },
  { name: 'team', path: '/settings/team' },
  { name: 'keys', path: '/settings/keys', scope: 'settings' },
  { name: 'mail', path: '/settings/mail', scope: 'settings' },
  { name: 'templates', path: '/settings/templates' },
  { name: 'branding', path: '/settings/branding' },
  { name: 'rates', path: '/settings/exchange-rates' },
  { name: 'audit', path: '/settings/audit', scope: 'settings' },
  { name: 'profile', path: '/profile' },
] as const;

/** Where everything is set up, and what the account is. */
export default function SettingsScreen() {
  const t = useWords('settings');
  const may = useMay('settings');
  const shown = areas.filter((area) => hasScreen(area.path) && (may || !('scope' in area)));
  return (
    <>
      <ScreenHead title={t('index.title')} text={t('index.text')} />
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="nav" aria-label={t('index.areas')}>
          {shown.map(({ name, path }) => (
            <Card key={name} withBorder padding="md">
              <Anchor component={Link} to={path} fw={560}>
                {t(`areas.${name}.title`)}
              </Anchor>
              <Text size="sm" c="dimmed" mt={4}>
                {t(`areas.${name}.text`)}
              </Text>
            </Card>
          ))}
        </SimpleGrid>
        <AccountSection />
      </Stack>
    </>
  );
}

function AccountSection() {
  const t = useWords('settings');
  const account = useAccount();
  const may = useMay('settings');
  const { data } = useSettings();
  const guide = useAct({
    run: (shown: boolean) => ask(api.PATCH('/v1/settings', { body: { setup_guide: shown ? 'shown' : 'hidden' } })),
    done: () => notifyDone(t('saved')),
  });
  return (
    <Section title={t('account.title')} text={t('account.text')}>
      <Stack>
        <Facts
          facts={[
            [t('account.name'), account.name],
            [t('account.slug'), account.slug],
            [t('account.currency'), account.currency],
            [t('account.time_zone'), account.time_zone],
            [t('account.kind'), account.sandbox ? t('account.sandbox') : t('account.real')],
          ]}
        />
        {data && (
          <Switch
            label={t('account.guide')}
            description={t('account.guide_text')}
            disabled={!may || guide.busy}
            checked={data.setup_guide === 'shown'}
            onChange={(event) => void guide.start(event.currentTarget.checked)}
          />
        )}
        <ErrorNote error={guide.error} />
      </Stack>
    </Section>
  );
}
