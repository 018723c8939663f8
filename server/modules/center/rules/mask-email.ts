/** An address that only its owner knows again: m***@e***.com. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [name, host] = [email.slice(0, at), email.slice(at + 1)];
  const dot = host.lastIndexOf('.');
  const end = dot > 0 ? host.slice(dot) : '';
  return `${first(name)}***@${first(host)}***${end}`;
}

const first = (text: string): string => [...text][0] ?? '';
