import { useWords } from '../../ui/words.ts';
import { Choices } from './settings-parts.tsx';

const roles = ['owner', 'manager', 'finance', 'viewer'] as const;
export type Role = (typeof roles)[number];

interface RoleChoicesProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles, each with what it may. */
export function RoleChoices({ value, onChange }: RoleChoicesProps) {
  const t = useWords('settings');
  return (
    <Choices
      label={t('team.role')}
      choices={roles.map((role) => ({
        value: role,
        label: t(`roles.${role}.label`),
        text: t(`roles.${role}.text`),
      }))}
      value={value}
      onChange={(role) => onChange(role as Role)}
    />
  );
}
