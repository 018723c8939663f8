import { Alert, Stack } from '@mantine/core';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useWords } from '../../ui/words.ts';
import { useMayChange } from '../center.ts';
import { Details } from './details.tsx';
import { Email } from './email.tsx';
import { Notifications } from './notifications.tsx';
import { OwnData } from './own-data.tsx';
import { Password } from './password.tsx';
import { PayoutMethodSection } from './payout-method.tsx';
import { Sessions } from './sessions.tsx';

/** Who the partner is, how they are paid and told, and where they are signed in. */
export default function SettingsScreen() {
  const t = useWords('settings');
  const mayChange = useMayChange();
  return (
    <>
      <ScreenHead title={t('title')} />
      <Stack gap="lg">
        {!mayChange && <Alert color="blue">{t('elsewhere')}</Alert>}
        <PayoutMethodSection />
        <Details />
        {mayChange && (
          <>
            <Email />
            <Notifications />
            <Password />
            <Sessions />
            <OwnData />
          </>
        )}
      </Stack>
    </>
  );
}
