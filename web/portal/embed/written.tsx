import { createElement, type ReactNode, useMemo } from 'react';

interface WrittenProps {
  readonly html: string;
  readonly className: string | undefined;
  /** Of what scrolls by itself, so that keys can reach it. */
  readonly label?: string;
}

const plain = new Set(['p', 'ul', 'li', 'strong', 'br']);

/**
 * Text that an account wrote, as our server marked it up: paragraphs, lists, strong words and links. Whatever else stood
 * there would be shown as its text; nothing is handed to the page as it comes.
 */
export function Written({ html, className, label }: WrittenProps) {
  const content = useMemo(
    () => [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map(draw),
    [html],
  );
  return (
    <section className={className} {...(label ? { 'aria-label': label, tabIndex: 0 } : {})}>
      {content}
    </section>
  );
}

function draw(node: Node, index: number): ReactNode {
  if (!(node instanceof Element)) return node.textContent;
  const name = node.localName;
  const inner = [...node.childNodes].map(draw);
  if (name === 'br') return <br key={index} />;
  if (plain.has(name)) return createElement(name, { key: index }, inner);
  const address = name === 'a' ? node.getAttribute('href') : null;
  if (address === null || !/^https?:\/\//.test(address)) return node.textContent;
  return (
    <a key={index} href={address} rel="noopener nofollow">
      {inner}
    </a>
  );
}
