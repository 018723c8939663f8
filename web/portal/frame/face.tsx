import { Text } from '@mantine/core';
import { useWords } from '../../ui/words.ts';
import { useCenter } from '../center.ts';
import classes from './frame.module.css';

/** Whose center this is: the logo where there is one, else the first letter, and the name. */
export function Face() {
  const { branding } = useCenter();
  const name = branding?.name ?? '';
  return (
    <span className={classes.face}>
      {branding?.logo_url ? (
        <img src={branding.logo_url} alt="" className={classes.logo} />
      ) : (
        <span className={classes.mark} aria-hidden>
          {[...name][0]?.toUpperCase()}
        </span>
      )}
      <Text component="span" fw={620} truncate>
        {name}
      </Text>
    </span>
  );
}

/** The account's own last words, and ours where the account lets us say them. */
export function Foot() {
  const t = useWords('frame');
  const { branding } = useCenter();
  const { texts, product_name } = branding ?? { texts: {}, product_name: null };
  if (!texts.footer && !product_name) return null;
  return (
    <footer className={classes.foot}>
      {texts.footer && <span>{texts.footer}</span>}
      {product_name && <span>{t('made_with', { name: product_name })}</span>}
    </footer>
  );
}
