import { takeNonce } from '../../ui/nonce.ts';
import classes from './messages.module.css';
import { safeMail } from './safe-mail.ts';

interface MailFrameProps {
  /** What it is, for screen readers. */
  readonly title: string;
  /** The message as mail programs get it. */
  readonly html: string;
}

/**
 * A message as a mail program would show it: in a frame of its own that runs nothing, asks nobody and leads nowhere. It keeps
 * the page's origin, which nothing in it can use, so that tools for the reader's sake can look inside.
 */
export function MailFrame({ title, html }: MailFrameProps) {
  return (
    <iframe
      title={title}
      sandbox="allow-same-origin"
      className={classes.frame}
      srcDoc={safeMail(html, { nonce: takeNonce(), origin: location.origin })}
    />
  );
}
