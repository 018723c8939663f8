import { Text } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { FormatsProvider } from '../../ui/format.tsx';
import { useCenter } from '../center.ts';
import { Face, Foot } from '../frame/face.tsx';
import classes from './doors.module.css';

/** Round the screens of who is not in yet: whose center it is, one sheet, and what the account wants to say. */
export function DoorFrame() {
  const { branding } = useCenter();
  return (
    <FormatsProvider timeZone="UTC" currency="USD">
      <div className={classes.desk}>
        <div className={classes.face}>
          <Face />
        </div>
        <main className={classes.sheet}>
          <Outlet />
        </main>
        {branding?.texts.help && (
          <Text size="sm" c="dimmed" ta="center" maw="25rem" mt="lg" className={classes.said}>
            {branding.texts.help}
          </Text>
        )}
        <Foot />
      </div>
    </FormatsProvider>
  );
}
