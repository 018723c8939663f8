import { onlineManager } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useWords } from '../../ui/words.ts';
import classes from './frame.module.css';

/** Says that the server is out of reach for as long as it is; questions go on by themselves afterwards. */
export function Connection() {
  const t = useWords('frame');
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status">
      {!online && (
        <p className={classes.offline}>
          <WifiOff size={16} aria-hidden />
          {t('offline')}
        </p>
      )}
    </div>
  );
}
