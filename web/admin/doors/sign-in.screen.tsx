import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ScreenHead } from '../../ui/screen-head.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { useWords } from '../../ui/words.ts';
import { comeIn } from './come-in.ts';
import { SignInSteps } from './sign-in-steps.tsx';

export default function SignInScreen() {
  const t = useWords('doors');
  const [{ next }] = useAddress();
  return (
    <>
      <ScreenHead title={t('sign_in.title')} />
      <SignInSteps done={() => comeIn(next)}>
        <Anchor component={Link} to="/reset-password" size="sm" ta="center">
          {t('sign_in.forgotten')}
        </Anchor>
      </SignInSteps>
    </>
  );
}
