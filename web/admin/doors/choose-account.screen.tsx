import { Button, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { ErrorNote } from '../../ui/notes.tsx';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { meQuery, signOut } from '../frame/me.tsx';
import { chooseAccount } from '../session.ts';
import { placeToGo } from './come-in.ts';
import classes from './doors.module.css';

/** For who belongs to several accounts, or to none any more. */
export default function ChooseAccountScreen() {
  const t = useWords('doors');
  const [{ next }] = useAddress();
  const { data: me, error } = useQuery(meQuery);
  const choose = (id: string): void => {
    chooseAccount(id);
    location.assign(placeToGo(next));
  };
  const none = me?.accounts.length === 0;
  return (
    <>
      <ScreenHead title={none ? t('choose.none') : t('choose.title')} text={none ? t('choose.none_text') : undefined} />
      <ErrorNote error={error} />
      <Stack gap="xs">
        {me?.accounts.map((account) => (
          <UnstyledButton key={account.id} className={classes.choice} onClick={() => choose(account.id)}>
            <div style={{ flex: 1 }}>
              <Text fw={560}>{account.name}</Text>
              <Text size="xs" c="dimmed">
                {t(`role.${account.role}`)}
              </Text>
            </div>
            <ChevronRight size={17} aria-hidden />
          </UnstyledButton>
        ))}
        <Button variant="subtle" color="gray" mt="xs" onClick={() => void signOut()}>
          {t('choose.sign_out')}
        </Button>
      </Stack>
    </>
  );
}
