/** What held when: by the number of the step that set it, since two steps never happen at once here. */
export class Timeline<T> {
  readonly #entries: { readonly step: number; readonly at: number; readonly value: T }[] = [];

  set(step: number, at: number, value: T): void {
    this.#entries.push({ step, at, value });
  }

  /** What held at a step, that step included. */
  at(step: number): T | undefined {
    return this.#entries.findLast((entry) => entry.step <= step)?.value;
  }

  /** What held first: for what is older than all of it. */
  get first(): T | undefined {
    return this.#entries[0]?.value;
  }

  get now(): T | undefined {
    return this.#entries.at(-1)?.value;
  }

  /** True if nothing but `value` held from an instant until now. */
  heldSince(at: number, value: T): boolean {
    const since = this.#entries.filter((entry) => entry.at > at);
    const then = this.#entries.findLast((entry) => entry.at <= at);
    return then?.value === value && since.every((entry) => entry.value === value);
  }
}
