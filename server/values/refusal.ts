/**
 * A refusal is returned, not thrown: something understood that the rules do not allow. `code` is from the closed list in
 * platform/http/problems.ts; `detail` says in plain words what to do.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: Code;
  readonly detail: string;
}

export function refuse<Code extends string>(code: Code, detail: string): Refusal<Code> {
  return { refused: code, detail };
}

export function isRefusal<T>(result: T | Refusal): result is Refusal {
  return typeof result === 'object' && result !== null && 'refused' in result;
}
